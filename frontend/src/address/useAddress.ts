// The address as React sees it: read on every change, written by `go`.
import { useCallback, useMemo, useSyncExternalStore } from "react";
import { type Address, readAddress, writeAddress } from "./address";

const listeners = new Set<() => void>();

function subscribe(listener: () => void) {
  listeners.add(listener);
  window.addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("popstate", listener);
  };
}

/** Changes part of the address; a new step in the history unless `replace`. */
export type Go = (change: Partial<Address>, how?: { replace?: boolean }) => void;

function go(change: Partial<Address>, how: { replace?: boolean } = {}) {
  const lang = new URLSearchParams(window.location.search).get("lang");
  const query = writeAddress({ ...readAddress(window.location.search), ...change }, lang);
  if (query === window.location.search) return;
  const url = `${window.location.pathname}${query}${window.location.hash}`;
  if (how.replace) window.history.replaceState(null, "", url);
  else window.history.pushState(null, "", url);
  for (const listener of listeners) listener();
}

export function useAddress(): { address: Address; go: Go } {
  const search = useSyncExternalStore(subscribe, () => window.location.search);
  const address = useMemo(() => readAddress(search), [search]);
  return { address, go: useCallback(go, []) };
}

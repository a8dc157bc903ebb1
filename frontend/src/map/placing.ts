// A place on the map asked for by the panel: while someone waits for it, a click
// answers them instead of asking what is there.
import { useSyncExternalStore } from "react";
import type { LonLat } from "../address/address";

export interface Placing {
  /** Where it is thought to be so far. */
  at: LonLat | null;
  onPoint: (point: LonLat) => void;
}

let now: Placing | null = null;
const listeners = new Set<() => void>();

/** Asks for a place, shows another one, or (null) asks no more. */
export function askPlace(placing: Placing | null) {
  now = placing;
  for (const listener of listeners) listener();
}

/** Gives a point to whoever waits for one; false when nobody does. */
export function givePlace(point: LonLat): boolean {
  now?.onPoint(point);
  return now !== null;
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePlacing(): Placing | null {
  return useSyncExternalStore(subscribe, () => now);
}

// What had the focus is sometimes gone once it has done its work; whoever uses
// the keyboard then goes on from what took its place, not from the page's top.
import { type RefObject, useEffect, useRef } from "react";

/** Takes the focus on mounting when it was lost, and nobody's before they touched the page. */
export function useFocusKept<T extends HTMLElement>(): RefObject<T | null> {
  const ref = useRef<T>(null);
  useEffect(() => {
    if (document.activeElement !== document.body) return;
    if (!navigator.userActivation?.hasBeenActive) return;
    ref.current?.focus({ preventScroll: true });
  }, []);
  return ref;
}

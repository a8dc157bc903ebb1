// How tall the panel stands on a phone: dragged by its handle, or tapped taller.
import { type CSSProperties, type PointerEvent, useRef, useState } from "react";

type Height = "low" | "mid" | "tall";
const heights: Height[] = ["low", "mid", "tall"];
/** Shares of the window's height. */
const share: Record<Height, number> = { low: 0.16, mid: 0.46, tall: 0.88 };

export function useSheet() {
  const [height, setHeight] = useState<Height>("mid");
  const [drag, setDrag] = useState<number | null>(null);
  const from = useRef({ y: 0, at: 0, moved: false });
  const style: CSSProperties =
    drag === null ? {} : { blockSize: `${drag * 100}dvh`, transition: "none" };

  const onPointerDown = (event: PointerEvent<HTMLButtonElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    from.current = { y: event.clientY, at: share[height], moved: false };
  };
  const onPointerMove = (event: PointerEvent<HTMLButtonElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const by = (from.current.y - event.clientY) / window.innerHeight;
    if (Math.abs(by) < 0.01 && !from.current.moved) return;
    from.current.moved = true;
    setDrag(Math.min(0.92, Math.max(0.1, from.current.at + by)));
  };
  const onPointerUp = () => {
    if (drag === null) return;
    const nearest = heights.reduce((a, b) =>
      Math.abs(share[b] - drag) < Math.abs(share[a] - drag) ? b : a,
    );
    setHeight(nearest);
    setDrag(null);
  };
  const onClick = () => {
    // A drag ends in a click too; it has already been answered.
    if (from.current.moved) from.current.moved = false;
    else setHeight(height === "tall" ? "mid" : height === "mid" ? "tall" : "mid");
  };
  return { height, style, handle: { onPointerDown, onPointerMove, onPointerUp, onClick } };
}

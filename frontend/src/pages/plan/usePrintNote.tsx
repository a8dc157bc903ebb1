// The printable note: a page of its own, seen on paper alone, with the map as it stands.
import { type ReactNode, useEffect, useState } from "react";
import { createPortal } from "react-dom";
import type { Plan } from "../../api/plans";
import { mapPicture } from "../../map/commands";
import { Note } from "./Note";

export function usePrintNote(plan: Plan): { print: () => void; page: ReactNode } {
  const [map, setMap] = useState<string | null>(null);
  useEffect(() => {
    if (map === null) return;
    document.body.dataset.printing = "note";
    const done = () => {
      delete document.body.dataset.printing;
      setMap(null);
    };
    window.addEventListener("afterprint", done, { once: true });
    // An image that is not decoded yet would print as nothing.
    const image = document.querySelector<HTMLImageElement>(".note img");
    void Promise.resolve(image?.decode())
      .catch(() => {})
      .then(() => window.print());
    return () => window.removeEventListener("afterprint", done);
  }, [map]);
  return {
    print: () => void mapPicture().then(setMap),
    page: map !== null && createPortal(<Note plan={plan} map={map} />, document.body),
  };
}

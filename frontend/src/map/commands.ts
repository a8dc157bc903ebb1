// Movements of the map asked for from the panel: events on window, so that the
// panel needs no handle on the map.
import type { LonLat } from "../address/address";
import type { Box } from "./box";

interface MapCommands {
  "maillage:map-fit": CustomEvent<Box>;
  "maillage:map-retry": Event;
  "maillage:map-picture": CustomEvent<(url: string) => void>;
  "maillage:map-go-to": CustomEvent<{ point: LonLat; zoom: number }>;
}

declare global {
  interface WindowEventMap extends MapCommands {}
}

export function mapFit(box: Box) {
  window.dispatchEvent(new CustomEvent("maillage:map-fit", { detail: box }));
}

export function mapGoTo(point: LonLat, zoom: number) {
  window.dispatchEvent(new CustomEvent("maillage:map-go-to", { detail: { point, zoom } }));
}

/** Fetches all tiles anew, where some could not be had. */
export function mapRetry() {
  window.dispatchEvent(new Event("maillage:map-retry"));
}

/** The map as it stands, as the address of an image; "" where there is no map. */
export function mapPicture(): Promise<string> {
  return new Promise((done) => {
    const event = new CustomEvent("maillage:map-picture", { detail: done, cancelable: true });
    if (window.dispatchEvent(event)) done("");
  });
}

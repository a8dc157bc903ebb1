import type { FeatureCollection, Position } from "geojson";
import type { Box } from "./box";

/** The box [west, south, east, north] in lon/lat that holds all features; null when there is none. */
export function boxOf(all: FeatureCollection): Box | null {
  let [w, s, e, n] = [Infinity, Infinity, -Infinity, -Infinity];
  const take = (at: unknown): void => {
    if (!Array.isArray(at)) return;
    if (typeof at[0] !== "number") {
      for (const one of at) take(one);
      return;
    }
    const [x, y] = at as Position as [number, number];
    [w, s, e, n] = [Math.min(w, x), Math.min(s, y), Math.max(e, x), Math.max(n, y)];
  };
  for (const { geometry } of all.features) {
    if (geometry && "coordinates" in geometry) take(geometry.coordinates);
  }
  return w > e ? null : [w, s, e, n];
}

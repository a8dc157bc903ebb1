// What an upload or a simulation would change, over what is there: in the colour of what can
// be done, since nothing of it is there yet. Shape tells what colour does.
import type { FilterSpecification, LayerSpecification } from "@maplibre/maplibre-gl-style-spec";
import type { Palette } from "../theme/colors";

const is = (change: string): FilterSpecification => ["==", ["get", "change"], change];

/** Land under the names, PoPs over them; the source is "changes". */
export function changeLayers(palette: Palette): {
  land: LayerSpecification[];
  pops: LayerSpecification[];
} {
  const source = "changes";
  const dot = (change: string, paint: Record<string, unknown>): LayerSpecification => ({
    id: `changes-${change}`,
    type: "circle",
    source,
    filter: is(change),
    paint: { "circle-radius": 6, "circle-stroke-width": 2, ...paint },
  });
  return {
    land: [
      {
        id: "changes-won",
        type: "fill",
        source,
        filter: is("won"),
        paint: { "fill-color": palette.accent, "fill-opacity": 0.5 },
      },
      {
        id: "changes-won-edge",
        type: "line",
        source,
        filter: is("won"),
        paint: { "line-color": palette.accent, "line-width": 1.2 },
      },
      {
        id: "changes-lost",
        type: "fill",
        source,
        filter: is("lost"),
        paint: { "fill-pattern": `hatch:${palette.gap}` },
      },
      {
        id: "changes-lost-edge",
        type: "line",
        source,
        filter: is("lost"),
        paint: { "line-color": palette.gap, "line-width": 1.2, "line-dasharray": [3, 2] },
      },
    ],
    pops: [
      dot("removed", { "circle-color": palette.land, "circle-stroke-color": palette.gap }),
      dot("changed", { "circle-color": palette.land, "circle-stroke-color": palette.accent }),
      dot("added", { "circle-color": palette.accent, "circle-stroke-color": palette.land }),
    ],
  };
}

// The land under the answer: its fill, its boundaries and the names on it.
import type { LayerSpecification } from "@maplibre/maplibre-gl-style-spec";
import type { Palette } from "../theme/colors";

export const font = ["Inter Variable"];

export function ground(palette: Palette): LayerSpecification[] {
  return [
    {
      id: "land",
      type: "fill",
      source: "base",
      "source-layer": "land",
      paint: { "fill-color": palette.land, "fill-antialias": true },
    },
  ];
}

export function boundaries(palette: Palette): LayerSpecification[] {
  return [
    {
      id: "communes",
      type: "line",
      source: "base",
      "source-layer": "communes",
      minzoom: 9,
      paint: {
        "line-color": palette.border,
        "line-width": 0.5,
        "line-opacity": ["interpolate", ["linear"], ["zoom"], 9, 0.25, 12, 0.7],
      },
    },
    {
      id: "departements",
      type: "line",
      source: "base",
      "source-layer": "departements",
      layout: { "line-join": "round" },
      paint: {
        "line-color": palette.border,
        "line-width": ["interpolate", ["linear"], ["zoom"], 4, 0.4, 8, 1, 12, 1.6],
        "line-opacity": 0.8,
      },
    },
  ];
}

/** Names of towns; `beside` puts them next to the dots they would hide. */
export function names(palette: Palette, beside: boolean): LayerSpecification {
  return {
    id: "places",
    type: "symbol",
    source: "base",
    "source-layer": "places",
    layout: {
      "text-field": ["get", "name"],
      "text-font": font,
      "text-size": [
        "interpolate",
        ["linear"],
        ["zoom"],
        4,
        ["case", [">", ["coalesce", ["get", "population"], 0], 200_000], 12, 10.5],
        12,
        ["case", [">", ["coalesce", ["get", "population"], 0], 20_000], 15, 11.5],
      ],
      "symbol-sort-key": ["-", 0, ["coalesce", ["get", "population"], 0]],
      // With PoPs on, names stand beside the towns they would hide.
      ...(beside
        ? { "text-variable-anchor": ["top", "bottom", "left", "right"], "text-radial-offset": 0.75 }
        : {}),
      "text-padding": 6,
      "text-max-width": 8,
    },
    paint: {
      "text-color": [
        "case",
        [">", ["coalesce", ["get", "population"], 0], 100_000],
        palette.labelStrong,
        palette.label,
      ],
      "text-halo-color": palette.land,
      "text-halo-width": 1.4,
      "text-halo-blur": 0.4,
    },
  };
}

// What members have, drawn over the answer: outlines of zones, dots of PoPs.
import type { ExpressionSpecification, LayerSpecification } from "@maplibre/maplibre-gl-style-spec";
import type { Palette } from "../theme/colors";
import { font } from "./basemap";
import type { Picture } from "./picture";

function memberColor(
  colors: Record<string, string>,
  otherwise: string,
): ExpressionSpecification | string {
  const pairs = Object.entries(colors).flat();
  if (pairs.length === 0) return otherwise;
  return [
    "match",
    ["coalesce", ["get", "member"], ""],
    ...pairs,
    otherwise,
  ] as unknown as ExpressionSpecification;
}

export function zoneLayers(picture: Picture, palette: Palette): LayerSpecification[] {
  const line = {
    "line-color": memberColor(picture.colors, palette.label),
    "line-width": ["interpolate", ["linear"], ["zoom"], 5, 0.8, 10, 1.8],
  };
  const operational: ExpressionSpecification = ["==", ["get", "status"], "operational"];
  const common = { type: "line", source: "zones", "source-layer": "zones" } as const;
  return [
    { id: "zones", ...common, filter: operational, paint: line },
    {
      id: "zones-planned",
      ...common,
      filter: ["!", operational],
      paint: { ...line, "line-dasharray": [1, 2] },
    },
  ] as LayerSpecification[];
}

export function popLayers(picture: Picture, palette: Palette): LayerSpecification[] {
  const count: ExpressionSpecification = ["coalesce", ["to-number", ["get", "count"]], 1];
  const color = memberColor(picture.colors, palette.labelStrong);
  const operational: ExpressionSpecification = [
    "==",
    ["coalesce", ["get", "status"], "operational"],
    "operational",
  ];
  return [
    {
      id: "pops",
      type: "circle",
      source: "pops",
      "source-layer": "pops",
      paint: {
        "circle-radius": ["case", [">", count, 1], ["min", 16, ["+", 7, ["sqrt", count]]], 4.5],
        "circle-color": ["case", operational, color, palette.land],
        "circle-stroke-color": ["case", operational, palette.land, color],
        "circle-stroke-width": 1.5,
      },
    },
    {
      id: "pops-count",
      type: "symbol",
      source: "pops",
      "source-layer": "pops",
      filter: [">", count, 1],
      layout: {
        "text-field": ["to-string", count],
        "text-font": font,
        "text-size": 10.5,
        "text-allow-overlap": true,
      },
      paint: {
        "text-color": "#ffffff",
        "text-halo-color": "rgba(0,0,0,0.35)",
        "text-halo-width": 0.8,
      },
    },
    {
      id: "pops-name",
      type: "symbol",
      source: "pops",
      "source-layer": "pops",
      minzoom: 10,
      filter: ["==", count, 1],
      layout: {
        "text-field": ["get", "name"],
        "text-font": font,
        "text-size": 11,
        "text-anchor": "top",
        "text-offset": [0, 0.7],
        "text-optional": true,
      },
      paint: {
        "text-color": palette.labelStrong,
        "text-halo-color": palette.land,
        "text-halo-width": 1.4,
      },
    },
  ] as LayerSpecification[];
}

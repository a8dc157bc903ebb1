// A plan on the map: what could be chosen, what is, and in which order.
import type { LayerSpecification, SourceSpecification } from "@maplibre/maplibre-gl-style-spec";
import type { Feature, FeatureCollection } from "geojson";
import type { Palette } from "../theme/colors";

interface Placed {
  at: number[];
}

export interface PlanPicture {
  candidates: FeatureCollection;
  /** The land of the picks, or the circle of each; empty where neither is known. */
  land: FeatureCollection;
  picks: FeatureCollection;
}

/** Points, each with its rank from 1 on. */
export function points(placed: readonly Placed[]): FeatureCollection {
  return {
    type: "FeatureCollection",
    features: placed
      .map(
        ({ at }, i): Feature => ({
          type: "Feature",
          properties: { rank: i + 1 },
          geometry: { type: "Point", coordinates: at },
        }),
      )
      .filter(({ geometry }) => {
        const [lon, lat] = geometry.type === "Point" ? geometry.coordinates : [];
        return lon !== 0 || lat !== 0;
      }),
  };
}

const earthKM = 6371.0088;

/** A circle of so many km around each, as a polygon of 48 sides on the sphere. */
export function circles(placed: readonly Placed[], km: number): FeatureCollection {
  const sides = 48;
  const features = (km > 0 ? placed : []).map(({ at }): Feature => {
    const [lon = 0, lat = 0] = at;
    const ring = Array.from({ length: sides + 1 }, (_, i) => {
      const angle = ((i % sides) / sides) * 2 * Math.PI;
      const north = ((km / earthKM) * 180) / Math.PI;
      return [
        lon + (north * Math.sin(angle)) / Math.cos((lat * Math.PI) / 180),
        lat + north * Math.cos(angle),
      ];
    });
    return {
      type: "Feature",
      properties: {},
      geometry: { type: "Polygon", coordinates: [ring] },
    };
  });
  return { type: "FeatureCollection", features };
}

export function planLayers(plan: PlanPicture, palette: Palette) {
  const sources: Record<string, SourceSpecification> = {
    "plan-candidates": { type: "geojson", data: plan.candidates },
    "plan-land": { type: "geojson", data: plan.land },
    "plan-picks": { type: "geojson", data: plan.picks },
  };
  const under: LayerSpecification[] = [
    {
      id: "plan-land",
      type: "fill",
      source: "plan-land",
      paint: { "fill-color": palette.opening, "fill-opacity": 0.62, "fill-antialias": false },
    },
  ];
  const over: LayerSpecification[] = [
    {
      id: "plan-candidates",
      type: "circle",
      source: "plan-candidates",
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["zoom"], 4, 1.4, 9, 4],
        "circle-color": palette.label,
        "circle-opacity": 0.55,
      },
    },
    {
      id: "plan-picks",
      type: "circle",
      source: "plan-picks",
      layout: { "circle-sort-key": ["-", 0, ["get", "rank"]] },
      paint: {
        "circle-radius": 9,
        "circle-color": palette.opening,
        "circle-stroke-color": palette.land,
        "circle-stroke-width": 1.5,
      },
    },
    {
      id: "plan-ranks",
      type: "symbol",
      source: "plan-picks",
      layout: {
        "text-field": ["to-string", ["get", "rank"]],
        "text-font": ["Inter Variable"],
        "text-size": 10.5,
        "symbol-sort-key": ["get", "rank"],
      },
      // Dark on amber, in both themes.
      paint: { "text-color": "#1d2126" },
    },
  ];
  return { sources, under, over };
}

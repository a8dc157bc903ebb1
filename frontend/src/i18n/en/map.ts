import type { map as french } from "../fr/map";
import type { Translated } from "../translated";

export const map: Translated<typeof french> = {
  label: "Map of the pool",
  help: "Arrows to move, + and − to zoom, Enter to learn what is collected at the centre of the map.",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  territories: "Territories",
  noWebgl:
    "The map needs WebGL 2, which this browser does not offer. Figures and tables still work.",
  tileTrouble: "Part of the map could not be loaded.",
  loading: "The map is loading…",
  shown: "On the map",
  depth: "How many members collect:",
  pops: "Points of presence",
  zones: "Zone outlines",
};

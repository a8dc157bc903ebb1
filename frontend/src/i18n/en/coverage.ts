import type { coverage as french } from "../fr/coverage";
import type { Translated } from "../translated";
import { many } from "./many";

export const coverage: Translated<typeof french> = {
  title: "Coverage of the pool",
  of: (whole) => `of the population of ${whole}`,
  land: "of the land",
  depth: "Depth",
  depthHelp: "How many members collect at the same place",
  members: (label, n) => `${label} ${many(n, "member", "members")}`,
  upTo: (n) => `Up to ${n} ${many(n, "member", "members")} at the same place.`,
  nobody: "Nobody",
  empty: "No zone answers these filters.",
  areas: "By depth",
  columns: { share: "Covered", depthMax: "Max. depth", weight: "Population" },
  announce: (share, of) => `${share} of the population covered, ${of}.`,
};

import type { overlaps as french } from "../fr/overlaps";
import type { Translated } from "../translated";

export const overlaps: Translated<typeof french> = {
  title: "Overlaps",
  lead: "Where two members collect at the same place.",
  matrix: "Overlaps two by two",
  measure: "Measure",
  weight: "Population",
  land: "Area",
  list: "The largest",
  a: "Member",
  b: "Member",
  pair: (a, b) => `${a} and ${b}`,
  share: (share, who) => `${share} of the reach of ${who}`,
  both: "Both",
  single: "One only",
  none: "No overlap with these filters.",
  few: "It takes at least two members with zones for an overlap.",
  own: "Own reach",
  scale: "Shades follow the square root: the middle one is a quarter of the darkest.",
  shownMost: (n) => `The ${n} members that overlap most.`,
  clear: "Back to all overlaps",
};

import type { gaps as french } from "../fr/gaps";
import type { Translated } from "../translated";
import { many } from "./many";

export const gaps: Translated<typeof french> = {
  title: "Gaps",
  lead: "What nobody collects yet.",
  of: (whole) => `of the population of ${whole} without collection`,
  legend: "No member",
  columns: { share: "Uncovered", weight: "Without", land: "km²" },
  none: "Everything is covered with these filters.",
  byUnit: "By unit",
  byRegion: "Of one piece",
  around: (name) => `Around ${name}`,
  andOthers: (n, shown, departements) =>
    `and ${shown} ${many(n, "other commune", "other communes")} (${departements})`,
  regionsHelp:
    "A region is of one piece, by the sides of cells; it bears the name of the commune at its centre, then the départements where it has most land.",
};

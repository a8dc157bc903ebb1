import type { redundancy as french } from "../fr/redundancy";
import type { Translated } from "../translated";
import { many } from "./many";

export const redundancy: Translated<typeof french> = {
  title: "Redundancy",
  lead: "Where two members collect behind two distinct hand-offs.",
  km: "Hand-offs apart by at least",
  apart: (km) => (km === 0 ? "any distance" : `${km} km`),
  of: (whole) => `of the population of ${whole} with two hand-offs`,
  ofCovered: "of what is covered",
  zones: (n, shown) => `${shown} ${many(n, "zone counts", "zones count")}.`,
  leftOut: (n, shown) =>
    `${shown} ${many(n, "other has", "others have")} no hand-off that is known and precisely placed.`,
  onMap: "The map shows where two members at least collect, whatever the hand-offs.",
  none: "Nothing is redundant with these filters.",
  columns: { weight: "People", share: "Redundant" },
};

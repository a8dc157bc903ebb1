import type { filters as french } from "../fr/filters";
import type { Translated } from "../translated";
import { many } from "./many";

export const filters: Translated<typeof french> = {
  label: "Filters",
  technologies: "Technologies",
  allTechnologies: "Technologies",
  statuses: "Statuses",
  members: "Members",
  allMembers: "Members",
  someMembers: (n) => `${n} ${many(n, "member", "members")}`,
  layer: "What is counted",
  population: "Population",
  day: "As of",
  past: (day) => `As of ${day}: figures and map show the pool at the end of that day.`,
  future: (day) =>
    `As of ${day}: today’s pool, with what is planned or under construction by that day.`,
  today: "Back to today",
  noPast:
    "Points of presence and outlines of zones are known as of today only: the map hides them.",
  reset: "Reset",
  statusesSome: (n) => `${n} statuses`,
  planned: "Dots mark what is not yet in service.",
};

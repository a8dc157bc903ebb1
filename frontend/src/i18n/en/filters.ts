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
  reset: "Reset",
  statusesSome: (n) => `${n} statuses`,
  planned: "Dots mark what is not yet in service.",
};

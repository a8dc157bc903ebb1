import type { suppose as french } from "../fr/suppose";
import type { Translated } from "../translated";

export const suppose: Translated<typeof french> = {
  title: "Suppose",
  nothing: "nothing: the pool as it is",
  help: "The plan is made as if it were so. Nothing else changes, and the hypothesis is kept with it.",
  hypothesis: "Hypothesis",
  warning:
    "These figures hold if the hypothesis does. A plan under a hypothesis is not put to the members.",
  without: (names) => `without ${names}`,
  with: (names) => `with ${names}`,
  from: (zone, day) => `${zone}: available on ${day}`,
  becomes: (zone, status) => `${zone}: ${status}`,
  allZones: "all zones",
  late: "A zone is late",
  of: "Zone of",
  zone: "Zone",
  choose: "choose…",
  day: "Available on",
  add: "Suppose",
  dayNeeded:
    "Without a date, the zone is taken to be planned, so not in service. To date it, first choose the day of the plan: “As of”, below.",
  dayHelp: (day) =>
    `The plan is made for ${day}. Without a date, the zone is taken to be planned, so not in service.`,
};

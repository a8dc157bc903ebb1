import type { here as french } from "../fr/here";
import type { Translated } from "../translated";
import { many } from "./many";

export const here: Translated<typeof french> = {
  title: "Here",
  close: "Close",
  by: (n) => `${n} ${many(n, "member collects", "members collect")} here`,
  none: "Nobody collects here",
  nonePublic: "Nothing public here",
  noneHelp: "With the present filters, this point is a gap.",
  noneCommuneHelp: "With the present filters, no member collects in this commune.",
  outside: "Outside French territory.",
  handoff: "Handed off at",
  supplier: "Supplier",
  from: (date) => `from ${date}`,
  since: (date) => `since ${date}`,
  ofLand: (share) => `${share} of the commune’s land`,
  cell: "Cell",
  noBoundary: "This commune is in the list without a known boundary: it is not on the map.",
  exact: "Exact answer, on the outlines as uploaded.",
};

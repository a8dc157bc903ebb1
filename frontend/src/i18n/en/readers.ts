import type { readers as french } from "../fr/readers";
import type { Translated } from "../translated";
import { many } from "./many";

export const readers: Translated<typeof french> = {
  title: "Who looked",
  lead: "Which members consulted a member’s entries, day by day.",
  notYours: "The member alone knows who consulted its entries.",
  span: "Period",
  lastDays: (n) => (n === 400 ? "All that is kept (400 days)" : `The last ${n} days`),
  none: "Nobody consulted these entries in this period.",
  who: "By member",
  answers: (n, shown) => `${shown} ${many(n, "answer", "answers")}`,
  onDays: (n) => `${n} ${many(n, "day", "days")}`,
  byDay: "Day by day",
  rule: "Counted are answers that name your entries: list, entry, eligibility. Never the map, figures, visitors, nor what is shown without your name. A count may come half a minute late.",
};

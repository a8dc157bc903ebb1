import type { ledger as french } from "../fr/ledger";
import type { Translated } from "../translated";
import { many } from "./many";

export const ledger: Translated<typeof french> = {
  title: "Ledger",
  lead: "What each member had brought by the end of each quarter. Each line is kept once and for all, and can be counted again from the history.",
  notYours:
    "The ledger is read for the bureau, or for a member as to its own lines. Sign in under one of these roles.",
  none: (next) =>
    `No quarter has ended yet. The first line will be kept when the current quarter ends, on ${next}.`,
  quarter: "Quarter",
  quarterOf: (n, year) => `Q${n} ${year}`,
  quarterShort: (n, year) => `Q${n} ${year}`,
  until: (day) => `on ${day}`,
  ranking: "By member",
  columns: { shapley: "Brought", given: "Given", received: "Got", cumulated: "Total" },
  confirmed: (day) => `confirmed on ${day}`,
  unconfirmed: "never confirmed",
  quarters: (shown) => `${shown} qtr`,
  cumulated: "Total",
  cumulatedHelp: (n, shown) => `sum of what ${shown} ${many(n, "quarter", "quarters")} brought`,
  notThen: "No line for this quarter: the member brought nothing to the pool then.",
  chart: "What was brought, quarter by quarter",
  chartOf: (name) => `What ${name} brought, quarter by quarter`,
  chartLabel: (from, first, to, last) => `From ${first} (${from}) to ${last} (${to}).`,
  exported: "The whole ledger",
  rule: "Brought: each square is shared equally among those who collect in it. Given: what it opened to each of the others, added up. Got: what each of the others opened to it, added up. Total: the sum of what it brought since it joined; a newcomer weighs less than a founder, and can catch up.",
  announce: (quarter, n) => `${quarter}: ${n} ${many(n, "member", "members")}.`,
};

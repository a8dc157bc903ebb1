import type { contributions as french } from "../fr/contributions";
import type { Translated } from "../translated";
import { many } from "./many";

export const contributions: Translated<typeof french> = {
  title: "Contributions",
  lead: "What each brings to the pool, and gets from it.",
  columns: { shapley: "Brings", unique: "Alone", balance: "Balance" },
  ranking: "By member",
  of: (whole) => `parts of ${whole} covered`,
  ofCovered: "of the population covered",
  rule: "What a member brings splits each cell equally among those who collect it (Shapley value): the parts make the whole. Alone: what nobody else collects. Balance: what it receives less what it gives, in people. Given and received add up over members: what opens to ten members counts ten times, hence sums larger than the population.",
  shapley: "Brings",
  shapleyHelp: "its part of what is covered",
  reach: "Shared reach",
  reachHelp: "what it shares",
  unique: "Alone in collecting",
  uniqueHelp: "lost if it leaves",
  given: "Given",
  givenHelp: "what it opens to each of the others, added up",
  received: "Received",
  receivedHelp: "what each of the others opens to it, added up",
  confirmed: (date) => `Data confirmed on ${date}.`,
  unconfirmed: "Data never confirmed.",
  announce: (n) => `${n} ${many(n, "member", "members")}, from the largest contribution down.`,
};

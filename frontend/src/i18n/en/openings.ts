import type { openings as french } from "../fr/openings";
import type { Translated } from "../translated";

export const openings: Translated<typeof french> = {
  title: "Openings",
  lead: "What the pool opens to one member beyond its own reach.",
  choose: "Choose a member",
  chooseHelp: "The map will show in blue what it collects alone, in amber what the pool opens.",
  own: "Own reach",
  opened: "By the pool",
  openedTo: "opened to",
  rest: "Outside the pool",
  times: (n) => `× ${n} reachable population`,
  fromNothing: "It starts from nothing: the whole pool opens to it.",
  partners: "By whom",
  partnersHelp: "What several open counts for each.",
  columns: { weight: "Opened", land: "km²", partners: "By" },
  none: "The pool opens nothing more to this member with these filters.",
  exchange: "Who opens to whom",
  exchangeHelp:
    "A row gives, a column receives: population, in people. A cell leads to the receiver’s openings.",
  opens: (giver, receiver) => `${giver} opens to ${receiver}`,
  to: "to",
};

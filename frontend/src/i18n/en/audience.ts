import type { audience as french } from "../fr/audience";
import type { Translated } from "../translated";
import { many } from "./many";

export const audience: Translated<typeof french> = {
  title: "Audience",
  lead: "Who sees what of your points of presence, your zones and your prices.",
  back: "The member",
  notKeeper: "Only those who keep this member’s data decide who sees its entries.",
  names: {
    private: "Private",
    bureau: "Bureau",
    pooled: "Pooled, without a name",
    members: "Members",
    public: "Public",
  },
  means: {
    private: "You alone. Does not count in the pool.",
    bureau: "You and the bureau. Does not count in the pool; the bureau sees a potential.",
    pooled: "Coverage counts in the pool, as “a partner”; the bureau sees all.",
    members: "All members, but for prices kept back. Counts in the pool.",
    public: "Everybody: coverage, name and public price. Counts in the pool.",
  },
  seeAs: "See as",
  self: "Myself",
  onlookers: { bureau: "The bureau", member: "A member", visitor: "A visitor" },
  banner: (member, who) => `Preview: the entries of ${member} as ${who} sees them.`,
  whom: { bureau: "the bureau", member: "another member", visitor: "a visitor" },
  leave: "Leave the preview",
  outOf: (seen, total) => `${seen} of ${total}`,
  priced: "Zones with their price",
  shared: "Reach, under your name",
  nameless: "Reach, as “a partner”",
  nothing: "Nothing can be seen this way.",
  defaults: "By default",
  defaultsHelp:
    "What a new entry gets when neither file nor form says. Those that exist keep theirs.",
  entries: "Points of presence and zones",
  prices: "Prices",
  kept: "Saved.",
  what: "What is set",
  ofEntry: "Audience of the zone",
  ofPrice: "Audience of the price",
  of: (name) => `Audience of ${name}`,
  all: (n) => (n === 1 ? "Choose it" : `All ${n}`),
  choose: "Set one line, or tick several to set them together.",
  many: (_, shown) => `${shown} chosen: seen by`,
  apply: "Apply",
  changed: (n, shown, unchanged) =>
    `${shown} ${many(n, "entry", "entries")} set${unchanged > 0 ? `, ${unchanged} ${many(unchanged, "was", "were")} so already` : ""}.`,
  undo: "Undo this change",
  undone: "The change is undone.",
  inHistory: "See it in the history",
};

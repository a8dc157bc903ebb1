import type { proposals as french } from "../fr/proposals";
import type { Translated } from "../translated";
import { many } from "./many";

export const proposals: Translated<typeof french> = {
  title: "Proposals",
  lead: "Plans put to the members. One member, one voice; voices stay sealed until the closing.",
  none: "No plan is put to the members.",
  back: "All proposals",
  states: { open: "Open", closed: "Closed", withdrawn: "Withdrawn" },
  closes: (when) => `closes on ${when}`,
  on: (when) => `on ${when}`,
  closedBy: { date: "by its date", quorum: "the quorum was reached" },
  quorum: (n) => `or at ${n} ${many(n, "voice", "voices")}`,
  voters: (n) => `${n} ${many(n, "member called", "members called")}`,
  own: "opened to your member",
  pool: "won by the pool",
  sealed:
    "Voices are sealed: nobody, not even the bureau, reads or counts them before the closing.",
  voice: "Your declaration",
  interests: { interested: "Interested", not_interested: "Not interested", abstains: "Abstains" },
  note: "Note, read by all after the closing",
  declare: "Declare",
  change: "Change",
  declared: (when) => `Declared on ${when}; you can change it until the closing.`,
  result: "Result",
  withdraw: "Withdraw",
  withdrawWarning: "The proposal closes; voices cast already stay sealed for good.",
  put: "Put to the members",
  putTitle: "Title",
  putBody: "What the bureau says of it",
  putCloses: "Closing",
  putQuorum: "Quorum (optional)",
  putHelp:
    "The plan is copied as it is. Neither the date nor the quorum can be changed afterwards.",
};

import type { states as french } from "../fr/states";
import type { Translated } from "../translated";
import { many } from "./many";

export const states: Translated<typeof french> = {
  banner: {
    demo: "Demonstration: the operators shown are invented.",
    approximate: "Approximate boundaries. To load the real ones:",
    command: "maillage territory load",
    copy: "Copy the command",
    copied: "Copied",
    visitor: "You see what the members make public.",
    missing: (n, shown) => `${shown} ${many(n, "commune has", "communes have")} no boundary`,
    hide: "Hide this message",
  },
  loading: {
    label: "Loading…",
    territory: "The territory is loading",
    stages: {
      downloading: "Fetching the boundaries",
      reading: "Reading",
      checking: "Checking",
      drawing: "Drawing on the cells",
      joining: "Joining EPCI, départements and regions",
      writing: "Saving",
      shapes: "Preparing the map",
    },
    territoryHelp:
      "The communes of France are being set up; this happens once. The map will open by itself.",
  },
  begin: {
    title: "The pool is still empty",
    nothingPublic: "Nothing is public here",
    signIn: "Sign in to see what the members share with you.",
    yours: {
      noMember: "Add a first member.",
      noZone: "There are members but no zone: upload a list of zones.",
    },
    others: {
      noMember: "Whoever runs the instance has not added a member yet.",
      noZone:
        "No member has shared a collection zone yet: the map draws itself once a first one has uploaded its list.",
    },
    first: (name) => `${name} has uploaded nothing yet.`,
    actions: { noMember: "Add a member", noZone: "Upload a list" },
  },
  trouble: {
    title: "That did not work",
    offline: "The server does not answer. See that Maillage is running, then retry.",
    retry: "Retry",
    request: "Request",
  },
};

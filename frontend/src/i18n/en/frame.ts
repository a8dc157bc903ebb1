import type { frame as french } from "../fr/frame";
import type { Translated } from "../translated";

export const frame: Translated<typeof french> = {
  name: "Maillage",
  language: "Language",
  otherLanguage: "Français",
  skipToPanel: "Skip to results",
  views: {
    coverage: "Coverage",
    gaps: "Gaps",
    openings: "Openings",
    overlaps: "Overlaps",
    contributions: "Contributions",
    ledger: "Ledger",
    redundancy: "Redundancy",
    simulation: "Simulation",
    plan: "Plan",
    members: "Members",
    lists: "Lists",
    account: "My account",
    users: "Users",
    history: "History",
    audience: "Audience",
    readers: "Who looked",
    plans: "Plans",
    proposals: "Proposals",
  },
  places: "Sections",
  theme: {
    label: "Appearance",
    light: "Light appearance",
    dark: "Dark appearance",
    auto: "System appearance",
  },
  panel: {
    open: "Show the panel",
    close: "Hide the panel",
    taller: "Expand the panel",
    shorter: "Shrink the panel",
    label: "Results",
  },
};

import type { members as french } from "../fr/members";
import type { Translated } from "../translated";
import { many } from "./many";

export const members: Translated<typeof french> = {
  title: "Members",
  lead: (n) => `${n} ${many(n, "operator", "operators")} in the cooperative`,
  empty: "No member yet",
  emptyHelp:
    "Add a first operator, then upload the list of its points of presence and that of its zones: the map draws itself at once.",
  add: "Add a member",
  pops: (n, shown) => `${shown} ${many(n, "PoP", "PoPs")}`,
  zones: (n, shown) => `${shown} ${many(n, "zone", "zones")}`,
  back: "All members",
  name: "Name",
  namePlaceholder: "Southern Network",
  slug: "Identifier",
  slugHelp: "In addresses and files: a-z, 0-9 and hyphens.",
  asn: "AS numbers",
  siren: "SIREN",
  status: "Status",
  optional: "optional",
  save: "Add",
  cancel: "Cancel",
  reach: "Reach",
  reachOf: (whole) => `of the population of ${whole}, by itself`,
  zonesTab: "Zones",
  popsTab: "Points of presence",
  listsTab: "Uploaded lists",
  upload: "Upload a list",
  noPops: "No point of presence. Upload a list to begin.",
  noZones: "No zone. Upload a list to begin.",
  openings: "What the pool opens to it",
  approximatePosition: "approximate position",
  handoff: "Hand-off",
  since: (date) => `since ${date}`,
  candidateNote: "A candidate does not count in the pool.",
};

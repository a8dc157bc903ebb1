import { access } from "./en/access";
import { account } from "./en/account";
import { audience } from "./en/audience";
import { contributions } from "./en/contributions";
import { coverage } from "./en/coverage";
import { filters } from "./en/filters";
import { frame } from "./en/frame";
import { gaps } from "./en/gaps";
import { here } from "./en/here";
import { history } from "./en/history";
import { intake } from "./en/intake";
import { ledger } from "./en/ledger";
import { lists } from "./en/lists";
import { map } from "./en/map";
import { members } from "./en/members";
import { openings } from "./en/openings";
import { overlaps } from "./en/overlaps";
import { plan } from "./en/plan";
import { proposals } from "./en/proposals";
import { readers } from "./en/readers";
import { redundancy } from "./en/redundancy";
import { search } from "./en/search";
import { simulation } from "./en/simulation";
import { source } from "./en/source";
import { states } from "./en/states";
import { suppose } from "./en/suppose";
import { table } from "./en/table";
import { users } from "./en/users";
import { vocabulary } from "./en/vocabulary";
import type { Dictionary } from "./fr";

/** The English words of the interface. */
export const en: Dictionary = {
  ...frame,
  ...vocabulary,
  ...states,
  access,
  map,
  search,
  filters,
  coverage,
  gaps,
  openings,
  overlaps,
  contributions,
  redundancy,
  ledger,
  simulation,
  plan,
  suppose,
  proposals,
  members,
  lists,
  intake,
  here,
  table,
  source,
  account,
  users,
  audience,
  history,
  readers,
};

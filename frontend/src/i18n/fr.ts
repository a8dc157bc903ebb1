// The French words of the interface, one file a noun, and with them the shape of
// every other language: the files of en/ must have the same keys, the compiler
// sees to it.
import { access } from "./fr/access";
import { account } from "./fr/account";
import { audience } from "./fr/audience";
import { contributions } from "./fr/contributions";
import { coverage } from "./fr/coverage";
import { filters } from "./fr/filters";
import { frame } from "./fr/frame";
import { gaps } from "./fr/gaps";
import { here } from "./fr/here";
import { history } from "./fr/history";
import { intake } from "./fr/intake";
import { ledger } from "./fr/ledger";
import { lists } from "./fr/lists";
import { map } from "./fr/map";
import { members } from "./fr/members";
import { openings } from "./fr/openings";
import { overlaps } from "./fr/overlaps";
import { plan } from "./fr/plan";
import { proposals } from "./fr/proposals";
import { readers } from "./fr/readers";
import { redundancy } from "./fr/redundancy";
import { search } from "./fr/search";
import { simulation } from "./fr/simulation";
import { source } from "./fr/source";
import { states } from "./fr/states";
import { suppose } from "./fr/suppose";
import { table } from "./fr/table";
import { users } from "./fr/users";
import { vocabulary } from "./fr/vocabulary";
import { spaced } from "./spaced";
import type { Translated } from "./translated";

export const fr = spaced({
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
});

/** Every word of the interface, in one language. */
export type Dictionary = Translated<typeof fr>;

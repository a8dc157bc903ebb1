// What whoever looks may do: the page offers nothing that the server would
// refuse. The server decides all the same.
import type { Schemas } from "./client";
import { useMe } from "./territory";

export interface May {
  /** Nobody has signed in: what is public is all there is to see. */
  visitor: boolean;
  /** Keep the members and the users. */
  runInstance: boolean;
  /** See what each opens to each other, and what candidates would bring. */
  plan: boolean;
  /** Make plans, read proposals and the ledger: the bureau, and who acts for a member. */
  planning: boolean;
  addMembers: boolean;
  /** Change a member's entries. */
  keep: (slug: string) => boolean;
  /** Read a member's uploads. */
  readUploads: (slug: string) => boolean;
}

/** Until it is known who looks, nothing is withheld: no button comes and goes. */
export function mayOf(me: Schemas["Me"] | undefined): May {
  const runs = !me || me.role === "operator";
  const acts = (slug: string) => me?.member === slug;
  return {
    visitor: me?.role === "visitor",
    runInstance: runs || me.role === "admin",
    plan: runs || me.role === "bureau",
    planning: me?.role !== "visitor" && me?.role !== "admin",
    addMembers: runs || me.role === "admin",
    keep: (slug) => runs || (me.role === "contributor" && acts(slug)),
    readUploads: (slug) =>
      runs || ((me.role === "contributor" || me.role === "sales") && acts(slug)),
  };
}

export function useMay(): May {
  return mayOf(useMe().data);
}

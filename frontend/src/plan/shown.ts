// The plan that the page and the map show: a kept one, or the one that comes at once.
import { useMemo } from "react";
import type { Address } from "../address/address";
import { useAddress } from "../address/useAddress";
import { filterOf } from "../api/filter";
import { useCandidates, usePicks, usePlan, usePreview } from "../api/plans";
import { useProposal, useProposalPicks } from "../api/proposals";
import { requestOf, useDraft } from "./draft";

/** Whether the studio is open, and whether a kept plan is. */
export const inStudio = (address: Address) => address.view === "plan";
export const keptPlan = (address: Address) => (address.view === "plans" ? address.plan : null);
/** The proposal that is read. */
export const readProposal = (address: Address) =>
  address.view === "proposals" ? address.proposal : null;

/** The question of the studio; null elsewhere, and while it lacks its list. */
export function useQuestion(enabled = true) {
  const draft = useDraft();
  const { address } = useAddress();
  return useMemo(() => {
    if (!enabled || !inStudio(address)) return null;
    return requestOf(draft, filterOf(address, { members: false }));
  }, [draft, address, enabled]);
}

/** Picks and candidates for the map; empty on other pages. */
export function usePlanShown(enabled: boolean) {
  const { address } = useAddress();
  const request = useQuestion(enabled);
  const id = enabled ? keptPlan(address) : null;
  const preview = usePreview(request);
  const candidates = useCandidates(request);
  const kept = usePlan(id);
  const ended = kept.data !== undefined && kept.data.state !== "running";
  const land = usePicks(id !== null && ended && kept.data.picks.length > 0 ? id : null);
  const put = enabled ? readProposal(address) : null;
  const proposal = useProposal(put);
  const putLand = useProposalPicks(put);
  const shown = id !== null ? kept.data : request ? preview.data : undefined;
  return {
    picks: put !== null ? proposal.data?.picks : shown?.picks,
    candidates: request ? candidates.data?.items : undefined,
    land: put !== null ? putLand.data : id !== null ? land.data : undefined,
    radius: (id !== null ? kept.data?.request.radius_km : request?.radius_km) ?? 0,
  };
}

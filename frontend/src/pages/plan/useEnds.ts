import { useMemo } from "react";
import type { Schemas } from "../../api/client";
import type { Ends } from "./BudgetSlider";

/** How many of the heaviest candidates the slider reaches to. */
const reach = 100;

/** The next of 1, 2, 2.5, 5, 10 … times a power of ten. */
function nice(n: number): number {
  if (!(n > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(n));
  return ([1, 2, 2.5, 5].find((step) => step * power >= n) ?? 10) * power;
}

/** The ends of the slider: a hundred candidates, or what the hundred heaviest cost. */
export function useEnds(candidates: Schemas["PlanCandidates"] | undefined): Ends {
  return useMemo(() => {
    const first = candidates?.items.slice(0, reach) ?? [];
    const cost = first.reduce((sum, one) => sum + (one.cost ?? 0), 0);
    return {
      zones: Math.max(2, Math.min(reach, candidates?.count ?? reach)),
      eur: cost > 0 ? nice(cost) : 5_000_000,
    };
  }, [candidates]);
}

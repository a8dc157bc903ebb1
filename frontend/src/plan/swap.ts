// What took the place of a zone set aside: two plans held against each other.
import type { PlanPick } from "../api/plans";
import type { Named, PlanRequest } from "./draft";

export interface Before {
  out: Named;
  /** The question it was an answer to. */
  request: PlanRequest;
  picks: PlanPick[];
  value: number;
}

/** Whether a question is still the one that was changed, but for what is required and set aside. */
export function sameBut(before: PlanRequest, now: PlanRequest): boolean {
  const rest = ({ require: _, exclude: __, ...kept }: PlanRequest) => JSON.stringify(kept);
  return rest(before) === rest(now);
}

/** The picks that came, and the difference in value. */
export function swapped(before: Before, after: { picks: PlanPick[]; value: number }) {
  const had = new Set(before.picks.map((pick) => pick.candidate));
  return {
    came: after.picks.filter((pick) => !had.has(pick.candidate)),
    difference: after.value - before.value,
  };
}

/** Two plans' picks: in both, in the first alone, in the second alone. */
export function compared(a: PlanPick[], b: PlanPick[]) {
  const codes = (picks: PlanPick[]) => new Set(picks.map((pick) => pick.candidate));
  const [inA, inB] = [codes(a), codes(b)];
  return {
    both: a.filter((pick) => inB.has(pick.candidate)),
    first: a.filter((pick) => !inB.has(pick.candidate)),
    second: b.filter((pick) => !inA.has(pick.candidate)),
  };
}

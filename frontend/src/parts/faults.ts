// Faults of an upload, put together by what has to be done.
import type { RowError } from "../api/client";

export interface FaultGroup {
  code: string;
  column: string;
  faults: RowError[];
}

/** Groups faults of the same code and column, the most frequent first. */
export function groupFaults(faults: readonly RowError[]): FaultGroup[] {
  const groups = new Map<string, FaultGroup>();
  for (const fault of faults) {
    const key = `${fault.code}\n${fault.column}`;
    const group = groups.get(key);
    if (group) group.faults.push(fault);
    else groups.set(key, { code: fault.code, column: fault.column, faults: [fault] });
  }
  return [...groups.values()].sort((a, b) => b.faults.length - a.faults.length);
}

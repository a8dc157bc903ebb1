// What stands in the way of taking an upload back, from the refusal that tells it.
import type { Schemas } from "../../api/client";

interface LaterChange {
  /** Its id in the history: "import:12", or that of one change by hand. */
  change: string;
  by: string;
  /** An instant, RFC 3339. */
  at: string;
  /** The entries it touched. */
  codes: string[];
}

/** The later changes that a refusal names (code touched_since), each once. */
export function laterChanges(fields: Schemas["FieldError"][]): LaterChange[] {
  const all = new Map<string, LaterChange>();
  for (const { code, message, value } of fields) {
    // "change, who, when": a name may hold a comma.
    const told = /^(\S+), (.*), (\S+)$/.exec(message);
    if (code !== "touched_since" || !told) continue;
    const [change, by, at] = told.slice(1) as [string, string, string];
    const known = all.get(change) ?? { change, by, at, codes: [] };
    known.codes.push(value ?? "");
    all.set(change, known);
  }
  return [...all.values()];
}

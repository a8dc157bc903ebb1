// The plan being put together: plain data kept for the tab, so that a look
// elsewhere or a reload loses nothing. A list of candidates is kept in memory alone.
import { useSyncExternalStore } from "react";
import type { Schemas } from "../api/client";

export type PlanRequest = Schemas["PlanRequest"];
export type From = PlanRequest["from"];
export type Objective = PlanRequest["objective"];
export const objectives: readonly Objective[] = ["reach", "openings", "fair", "proportional"];
export type BudgetKind = "zones" | "eur" | "share";
export type CapBy = Schemas["PlanCap"]["by"];

/** A candidate by its code, and the name it is told by. */
export interface Named {
  code: string;
  name: string;
}

export interface Cost {
  door_eur: number;
  per_km_eur: number;
  monthly_eur: number;
  months: number;
}

export interface Draft {
  from: From;
  unit: string;
  radius: number;
  minKm2: number;
  /** The file's content in base 64. */
  list: { name: string; content: string } | null;
  objective: Objective;
  budget: { kind: BudgetKind; zones: number; eur: number; share: number };
  cost: Cost;
  pinned: Named[];
  banned: Named[];
  cap: { by: CapBy; max: number } | null;
  /** Worth of a second path; 0 leaves second paths out. */
  secondPath: number;
  seconds: number;
}

export const blank: Draft = {
  from: "units",
  unit: "epci",
  radius: 0,
  minKm2: 10,
  list: null,
  objective: "reach",
  budget: { kind: "zones", zones: 10, eur: 500_000, share: 0.5 },
  cost: { door_eur: 15_000, per_km_eur: 800, monthly_eur: 500, months: 36 },
  pinned: [],
  banned: [],
  cap: null,
  secondPath: 0,
  seconds: 10,
};

/** What is counted of the inventory: the filters of the address. */
export interface Counted {
  technology?: PlanRequest["technologies"];
  status?: PlanRequest["statuses"];
  territory?: string;
  layer?: string;
  as_of?: string;
}

/** The question that a draft asks; null while it lacks its list. */
export function requestOf(draft: Draft, counted: Counted): PlanRequest | null {
  const { from, budget, cap } = draft;
  if (from === "file" && !draft.list) return null;
  return {
    from,
    ...(from === "units" ? { unit: draft.unit } : {}),
    ...(from === "units" && draft.radius > 0 ? { radius_km: draft.radius } : {}),
    ...(from === "regions" ? { min_km2: draft.minKm2 } : {}),
    ...(from === "file" && draft.list ? { list: draft.list } : {}),
    objective: draft.objective,
    budget:
      budget.kind === "zones"
        ? { zones: budget.zones }
        : budget.kind === "eur"
          ? { eur: budget.eur }
          : { share: budget.share },
    cost: draft.cost,
    ...(draft.pinned.length > 0 ? { require: draft.pinned.map((p) => p.code) } : {}),
    ...(draft.banned.length > 0 ? { exclude: draft.banned.map((p) => p.code) } : {}),
    ...(cap ? { caps: [cap] } : {}),
    ...(draft.secondPath > 0 ? { second_path: draft.secondPath } : {}),
    ...(counted.technology ? { technologies: counted.technology } : {}),
    ...(counted.status ? { statuses: counted.status } : {}),
    ...(counted.territory ? { territory: counted.territory } : {}),
    ...(counted.layer ? { layer: counted.layer } : {}),
    ...(counted.as_of ? { as_of: counted.as_of } : {}),
  };
}

/** A kept plan's question as a draft again; a list has to be given anew. */
export function draftOf(request: PlanRequest, names: ReadonlyMap<string, string>): Draft {
  const { budget } = request;
  const named = (codes: string[] = []) =>
    codes.map((code) => ({ code, name: names.get(code) ?? code }));
  return {
    ...blank,
    from: request.from,
    unit: request.unit ?? blank.unit,
    radius: request.radius_km ?? 0,
    minKm2: request.min_km2 ?? 0,
    objective: request.objective,
    budget: {
      ...blank.budget,
      kind: budget.share !== undefined ? "share" : budget.eur !== undefined ? "eur" : "zones",
      ...(budget.zones !== undefined ? { zones: budget.zones } : {}),
      ...(budget.eur !== undefined ? { eur: budget.eur } : {}),
      ...(budget.share !== undefined ? { share: budget.share } : {}),
    },
    cost: {
      door_eur: request.cost?.door_eur ?? 0,
      per_km_eur: request.cost?.per_km_eur ?? 0,
      monthly_eur: request.cost?.monthly_eur ?? 0,
      months: request.cost?.months ?? 0,
    },
    pinned: named(request.require),
    banned: named(request.exclude),
    cap: request.caps?.[0] ?? null,
    secondPath: request.second_path ?? 0,
    seconds: request.seconds || blank.seconds,
  };
}

const stored = "maillage-plan-draft";

function restored(): Draft {
  try {
    const kept = JSON.parse(sessionStorage.getItem(stored) ?? "null") as Partial<Draft> | null;
    return kept ? { ...blank, ...kept, list: null } : blank;
  } catch {
    return blank;
  }
}

let current: Draft | null = null;
const listeners = new Set<() => void>();

const now = () => {
  current ??= restored();
  return current;
};

/** Changes part of the draft. */
export function putDraft(change: Partial<Draft>) {
  current = { ...now(), ...change };
  sessionStorage.setItem(stored, JSON.stringify({ ...current, list: null }));
  for (const listener of listeners) listener();
}

export function useDraft(): Draft {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, now);
}

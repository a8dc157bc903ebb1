// The plan being put together: plain data kept for the tab, so that a look
// elsewhere or a reload loses nothing. A list of candidates is kept in memory alone.
import { useSyncExternalStore } from "react";
import type { Schemas } from "../api/client";

export type PlanRequest = Schemas["PlanRequest"];
export type From = PlanRequest["from"];
export type Objective = PlanRequest["objective"];
export const objectives: readonly Objective[] = ["reach", "openings", "fair", "proportional"];
export type BudgetKind = "zones" | "eur" | "share";
type Cap = Schemas["PlanCap"];
export type CapBy = Cap["by"];
/** As many kinds of cap as the server takes. */
export const mostCaps = 2;
export type Supposition = Schemas["PlanSupposition"];

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

interface Draft {
  from: From;
  unit: string;
  radius: number;
  minKm2: number;
  /** The file's content in base 64. */
  list: { name: string; content: string; member?: string } | null;
  objective: Objective;
  /** `within`: to be kept to besides, in euros where zones are counted and the other way round. */
  budget: { kind: BudgetKind; zones: number; eur: number; share: number; within: number | null };
  cost: Cost;
  pinned: Named[];
  banned: Named[];
  caps: Cap[];
  /** Worth of a second path; 0 leaves second paths out. */
  secondPath: number;
  /** Second paths alone count. */
  noFirstPath: boolean;
  /** Slugs of whose zones alone count; empty: everybody's. */
  members: string[];
  /** What the plan takes for granted that is not so. */
  suppose: Supposition;
  seconds: number;
  seed: number | null;
}

/** Whether a supposition supposes anything. */
export const supposes = (suppose: Supposition | undefined) =>
  [suppose?.remove, suppose?.candidates, suppose?.set].some((part) => (part?.length ?? 0) > 0);

export const blank: Draft = {
  from: "units",
  unit: "epci",
  radius: 0,
  minKm2: 10,
  list: null,
  objective: "reach",
  budget: { kind: "zones", zones: 10, eur: 500_000, share: 0.5, within: null },
  cost: { door_eur: 15_000, per_km_eur: 800, monthly_eur: 500, months: 36 },
  pinned: [],
  banned: [],
  caps: [],
  secondPath: 0,
  noFirstPath: false,
  members: [],
  suppose: {},
  seconds: 10,
  seed: null,
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
  const { from, budget, caps } = draft;
  const within = budget.within !== null;
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
        ? { zones: budget.zones, ...(within ? { eur: budget.within as number } : {}) }
        : budget.kind === "eur"
          ? { eur: budget.eur, ...(within ? { zones: budget.within as number } : {}) }
          : { share: budget.share },
    cost: draft.cost,
    ...(draft.pinned.length > 0 ? { require: draft.pinned.map((p) => p.code) } : {}),
    ...(draft.banned.length > 0 ? { exclude: draft.banned.map((p) => p.code) } : {}),
    ...(caps.length > 0 ? { caps } : {}),
    ...(draft.secondPath > 0 ? { second_path: draft.secondPath } : {}),
    ...(draft.secondPath > 0 && draft.noFirstPath ? { no_first_path: true } : {}),
    ...(draft.members.length > 0 ? { members: draft.members } : {}),
    ...(supposes(draft.suppose) ? { suppose: draft.suppose } : {}),
    ...(draft.seed !== null ? { seed: draft.seed } : {}),
    ...(counted.technology ? { technologies: counted.technology } : {}),
    ...(counted.status ? { statuses: counted.status } : {}),
    ...(counted.territory ? { territory: counted.territory } : {}),
    ...(counted.layer ? { layer: counted.layer } : {}),
    ...(counted.as_of ? { as_of: counted.as_of } : {}),
  };
}

/** A kept plan's question as a draft again; its list with it, when the request has it. */
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
    list: request.list ?? null,
    objective: request.objective,
    budget: {
      ...blank.budget,
      kind: budget.share !== undefined ? "share" : budget.zones !== undefined ? "zones" : "eur",
      within: budget.zones !== undefined ? (budget.eur ?? null) : null,
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
    caps: request.caps ?? [],
    secondPath: request.second_path ?? 0,
    noFirstPath: request.no_first_path ?? false,
    members: request.members ?? [],
    suppose: request.suppose ?? {},
    seed: request.seed ?? null,
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

// What the address bar holds: the whole state of the page but the map's own
// position (kept in the fragment by the map). Plain data, written and read back.
import type { components } from "../api/schema.gen";

export type Technology = components["schemas"]["Technology"];
export type Status = components["schemas"]["Status"];

/** The places of the bar, in its order. */
export const places = [
  "coverage",
  "gaps",
  "openings",
  "overlaps",
  "contributions",
  "ledger",
  "redundancy",
  "simulation",
  "plan",
  "members",
  "lists",
] as const;
export const views = [
  ...places,
  // Reached from the account's menu or from a member's page.
  "account",
  "users",
  "history",
  "audience",
  "readers",
  "plans",
  "proposals",
] as const;
export type View = (typeof views)[number];

/** As whom an owner looks at its own entries. */
export const onlookers = ["bureau", "member", "visitor"] as const;
export type Onlooker = (typeof onlookers)[number];

export const technologies: readonly Technology[] = ["dsl", "ftth", "ftto", "ftte", "coax", "radio"];
export const statuses: readonly Status[] = [
  "proposed",
  "planned",
  "underConstruction",
  "operational",
  "inactive",
  "decommissioned",
];
export const territories = [
  "metropole",
  "guadeloupe",
  "martinique",
  "guyane",
  "reunion",
  "mayotte",
] as const;

/** [longitude, latitude], WGS84 degrees. */
export type LonLat = [number, number];

/** A unit of land. */
export interface Place {
  kind: string;
  code: string;
}

export interface Address {
  view: View;
  /** Slugs whose zones count; empty: all. */
  members: string[];
  technologies: Technology[];
  /** Empty: operational alone. */
  statuses: Status[];
  /** Kind of unit of the ranked table. */
  unit: string;
  /** Territory of the figures; "" is all of France. */
  territory: string;
  /** Layer of weights of the figures; "" is population. */
  layer: string;
  /** The day the figures are of, "2026-03-12"; "" is as things are now. */
  day: string;
  /** The one member a page is about (openings, members, lists). */
  of: string | null;
  /** Two members whose overlap the map shows. */
  pair: [string, string] | null;
  /** A point asked about. */
  at: LonLat | null;
  /** A unit asked about. */
  place: Place | null;
  pops: boolean;
  zones: boolean;
  /** An upload being looked at. */
  upload: number | null;
  /** As whom the entries of `of` are shown; null: as oneself. */
  as: Onlooker | null;
  /** One change of the history, by its id. */
  change: string | null;
  /** What is simulated: members that leave, candidates that join, units newly collected. */
  remove: string[];
  join: string[];
  add: Place[];
  /** Gaps as contiguous regions rather than by unit. */
  regions: boolean;
  /** A kept plan, and another to hold it against. */
  plan: number | null;
  against: number | null;
  /** A plan put to the members. */
  proposal: number | null;
  /** The quarter of the ledger, by its last day; "" is the newest. */
  quarter: string;
}

export const home: Address = {
  view: "coverage",
  members: [],
  technologies: [],
  statuses: [],
  unit: "departement",
  territory: "",
  layer: "",
  day: "",
  of: null,
  pair: null,
  at: null,
  place: null,
  pops: false,
  zones: false,
  upload: null,
  as: null,
  change: null,
  remove: [],
  join: [],
  add: [],
  regions: false,
  plan: null,
  against: null,
  proposal: null,
  quarter: "",
};

const word = /^[\p{L}\p{N}_.:-]{1,80}$/u;

function list<T extends string>(params: URLSearchParams, name: string, known?: readonly T[]): T[] {
  const found = params
    .getAll(name)
    .flatMap((value) => value.split(","))
    .filter((value) => (known ? (known as readonly string[]).includes(value) : word.test(value)));
  return [...new Set(found)] as T[];
}

function one(params: URLSearchParams, name: string): string | null {
  const value = params.get(name);
  return value && word.test(value) ? value : null;
}

function id(params: URLSearchParams, name: string): number | null {
  const value = Number(params.get(name));
  return Number.isSafeInteger(value) && value > 0 ? value : null;
}

function point(text: string | null): LonLat | null {
  if (!text) return null;
  const parts = text.split(",");
  if (parts.length !== 2 || parts.some((part) => part.trim() === "")) return null;
  const [lon, lat] = parts.map(Number) as LonLat;
  const inside = Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
  return inside ? [lon, lat] : null;
}

/** A day of this century that the calendar has, else "". */
export function dayIn(text: string | null): string {
  if (!text || !/^20\d\d-\d\d-\d\d$/.test(text)) return "";
  const at = new Date(`${text}T00:00:00Z`);
  // 30 February would turn into a day of March.
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? text : "";
}

/** "epci:200040715" as a unit. */
function placeIn(text: string | null): Place | null {
  const cut = text?.indexOf(":") ?? -1;
  return text && cut > 0 ? { kind: text.slice(0, cut), code: text.slice(cut + 1) } : null;
}

/** The one name that stands for population is "". */
const layerIn = (name: string | null) => (name === null || name === "population" ? "" : name);

/** Reads an address; what it cannot understand falls back to its default. */
export function readAddress(search: string): Address {
  const params = new URLSearchParams(search);
  const pair = list(params, "pair");
  const territory = params.get("territory") ?? "";
  const shown = list(params, "show");
  return {
    view: views.find((view) => view === params.get("view")) ?? home.view,
    members: list(params, "member"),
    technologies: list(params, "technology", technologies),
    statuses: list(params, "status", statuses),
    unit: one(params, "unit") ?? home.unit,
    territory: (territories as readonly string[]).includes(territory) ? territory : "",
    layer: layerIn(one(params, "layer")),
    day: dayIn(params.get("as_of")),
    of: one(params, "of"),
    pair: pair.length === 2 ? [pair[0] as string, pair[1] as string] : null,
    at: point(params.get("at")),
    place: placeIn(one(params, "place")),
    pops: shown.includes("pops"),
    zones: shown.includes("zones"),
    upload: id(params, "upload"),
    as: onlookers.find((who) => who === params.get("as")) ?? null,
    change: one(params, "change"),
    remove: list(params, "remove"),
    join: list(params, "join"),
    add: list(params, "add")
      .map(placeIn)
      .filter((place) => place !== null),
    regions: shown.includes("regions"),
    plan: id(params, "plan"),
    against: id(params, "against"),
    proposal: id(params, "proposal"),
    quarter: dayIn(params.get("quarter")),
  };
}

/** Writes an address as a query, "" for the home page; defaults are left out. */
export function writeAddress(address: Address, lang: string | null = null): string {
  const params: string[] = [];
  const put = (name: string, value: string) => {
    if (value !== "")
      params.push(`${name}=${encodeURIComponent(value).replace(/%2C|%3A/g, decodeURIComponent)}`);
  };
  if (address.view !== home.view) put("view", address.view);
  put("of", address.of ?? "");
  put("pair", address.pair?.join(",") ?? "");
  put("upload", address.upload?.toString() ?? "");
  put("plan", address.plan?.toString() ?? "");
  put("against", address.against?.toString() ?? "");
  put("proposal", address.proposal?.toString() ?? "");
  put("quarter", address.quarter);
  put("as", address.as ?? "");
  put("change", address.change ?? "");
  put("remove", address.remove.join(","));
  put("join", address.join.join(","));
  put("add", address.add.map(({ kind, code }) => `${kind}:${code}`).join(","));
  put("member", address.members.join(","));
  put("technology", address.technologies.join(","));
  put("status", address.statuses.join(","));
  if (address.unit !== home.unit) put("unit", address.unit);
  put("territory", address.territory);
  put("layer", address.layer);
  put("as_of", address.day);
  put("place", address.place ? `${address.place.kind}:${address.place.code}` : "");
  put("at", address.at?.map((degrees) => Number(degrees.toFixed(6))).join(",") ?? "");
  put(
    "show",
    [address.pops && "pops", address.zones && "zones", address.regions && "regions"]
      .filter(Boolean)
      .join(","),
  );
  put("lang", lang ?? "");
  return params.length > 0 ? `?${params.join("&")}` : "";
}

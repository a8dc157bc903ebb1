// From the address to the filter that every answer and every tile takes.
import type { Address, Onlooker, View } from "../address/address";
import type { Schemas } from "./client";

export interface Filter {
  member?: string[];
  technology?: Schemas["Technology"][];
  status?: Schemas["Status"][];
  territory?: string;
  layer?: string;
  as_of?: string;
}

/** Views whose figures take a layer and a day; the others tell of entries and accounts as they are. */
const weighing: View[] = [
  "coverage",
  "gaps",
  "openings",
  "overlaps",
  "contributions",
  "redundancy",
  "simulation",
  "plan",
  "members",
];

/** The layer of the figures at an address; "" is population. */
export const layerOf = (address: Address) => (weighing.includes(address.view) ? address.layer : "");

/** Whether what an address shows can be of another day. */
export const hasDay = (address: Address) => weighing.includes(address.view);

/** The day of the figures at an address; "" is as things are now. */
export const dayOf = (address: Address) => (hasDay(address) ? address.day : "");

/** The filter of an address. `members` false leaves the members aside. */
export function filterOf(address: Address, with_: { members?: boolean } = {}): Filter {
  const filter: Filter = {};
  if (with_.members !== false && address.members.length > 0)
    filter.member = [...address.members].sort();
  if (address.technologies.length > 0) filter.technology = [...address.technologies].sort();
  if (address.statuses.length > 0) filter.status = [...address.statuses].sort();
  if (address.territory) filter.territory = address.territory;
  if (layerOf(address)) filter.layer = layerOf(address);
  if (dayOf(address)) filter.as_of = dayOf(address);
  return filter;
}

/**
 * The filter as a tile's query, "" or "?…". A tile has its own ground: no territory;
 * it draws land, whatever weighs on it: no layer, which would fetch the same tiles anew.
 * `as`: the one member's entries as someone else sees them.
 */
export function tileQuery(
  filter: Filter,
  members: string[] | undefined = filter.member,
  as: Onlooker | null = null,
): string {
  const params = new URLSearchParams(as ? { as } : {});
  for (const member of members ?? []) params.append("member", member);
  for (const technology of filter.technology ?? []) params.append("technology", technology);
  for (const status of filter.status ?? []) params.append("status", status);
  if (filter.as_of) params.append("as_of", filter.as_of);
  const query = params.toString();
  return query ? `?${query}` : "";
}

// From the address to the filter that every answer and every tile takes.
import type { Address, Onlooker } from "../address/address";
import type { Schemas } from "./client";

export interface Filter {
  member?: string[];
  technology?: Schemas["Technology"][];
  status?: Schemas["Status"][];
  territory?: string;
}

/** The filter of an address. `members` false leaves the members aside. */
export function filterOf(address: Address, with_: { members?: boolean } = {}): Filter {
  const filter: Filter = {};
  if (with_.members !== false && address.members.length > 0)
    filter.member = [...address.members].sort();
  if (address.technologies.length > 0) filter.technology = [...address.technologies].sort();
  if (address.statuses.length > 0) filter.status = [...address.statuses].sort();
  if (address.territory) filter.territory = address.territory;
  return filter;
}

/**
 * The filter as a tile's query, "" or "?…". A tile has its own ground: no territory.
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
  const query = params.toString();
  return query ? `?${query}` : "";
}

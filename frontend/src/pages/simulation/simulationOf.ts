import type { Address } from "../../address/address";
import type { Schemas } from "../../api/client";
import { filterOf } from "../../api/filter";

/** How the contract calls an extent made of units of a kind. */
const extents: Record<string, "communes" | "epci" | "departements"> = {
  commune: "communes",
  epci: "epci",
  departement: "departements",
};

/** Whether units of this kind can be an extent by their codes alone. */
export const canAdd = (kind: string) => kind in extents;

/**
 * The question an address asks; null when it supposes nothing. Added zones are of
 * the technologies and the status that are counted, or they would not count.
 */
export function simulationOf(address: Address, name: string): Schemas["SimulationInput"] | null {
  const { remove, join, add } = address;
  if (remove.length + join.length + add.length === 0) return null;
  const zones = Object.entries(extents).flatMap(([of, kind]) => {
    const codes = add.filter((place) => place.kind === of).map((place) => place.code);
    if (codes.length === 0) return [];
    const technologies = address.technologies.length > 0 ? address.technologies : ["ftth" as const];
    const status = address.statuses[0] ?? ("operational" as const);
    return [{ name, technologies, status, extent: { kind, codes } }];
  });
  return {
    ...filterOf(address, { members: false }),
    unit: address.unit,
    outline: true,
    ...(remove.length > 0 ? { remove } : {}),
    ...(join.length > 0 ? { candidates: join } : {}),
    ...(zones.length > 0 ? { add: { zones } } : {}),
  };
}

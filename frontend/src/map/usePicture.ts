// From the address and the answers at hand to the picture the map shows.
import { useMemo } from "react";
import type { Address, Status } from "../address/address";
import { useAddress } from "../address/useAddress";
import { useCoverage } from "../api/answers";
import { filterOf, tileQuery } from "../api/filter";
import { useMembers } from "../api/inventory";
import { useUnit } from "../api/territory";
import { depthClasses, palettes, type Scheme } from "../theme/colors";
import type { Answer, Picture } from "./picture";

/** The statuses chosen that are not yet, or no longer, in service. */
function notInService(address: Address): Status[] {
  return address.statuses.filter((status) => status !== "operational");
}

/** What the map colours at an address; `deepest` is the largest depth answered. */
export function answerOf(address: Address, deepest: number, scheme: Scheme): Answer {
  const filter = filterOf(address);
  const planned = notInService(address);
  const dots = (members?: string[]) =>
    planned.length > 0 && address.statuses.includes("operational")
      ? tileQuery({ ...filter, status: planned }, members)
      : null;
  const coverage: Answer = {
    kind: "coverage",
    query: tileQuery(filter),
    classes: depthClasses(deepest, palettes[scheme].depth),
    planned: dots(filter.member),
  };
  const { of } = address;
  switch (address.view) {
    case "gaps":
      return { kind: "gaps", query: tileQuery(filter) };
    case "openings":
      return of ? { kind: "openings", query: tileQuery(filter, [of]) } : coverage;
    case "overlaps":
      return address.pair ? { kind: "pair", query: tileQuery(filter, address.pair) } : coverage;
    case "members":
    case "lists":
      return of ? { kind: "reach", query: tileQuery(filter, [of]), planned: dots([of]) } : coverage;
    default:
      return coverage;
  }
}

export function usePicture(scheme: Scheme, ready: boolean, attribution: string): Picture {
  const { address } = useAddress();
  const coverage = useCoverage(filterOf(address), undefined, ready);
  const members = useMembers(ready);
  const unit = useUnit(address.place);
  const deepest = Math.max(
    1,
    ...(coverage.data?.by_depth ?? []).filter((d) => d.km2 > 0).map((d) => d.depth),
  );
  return useMemo(() => {
    const filter = filterOf(address);
    const own = (address.view === "members" || address.view === "lists") && address.of;
    const entries = tileQuery(filter, own ? [own] : (address.pair ?? filter.member));
    const box = unit.data?.box;
    return {
      scheme,
      ready,
      answer: answerOf(address, deepest, scheme),
      pops: address.pops || own ? entries : null,
      zones: address.zones || own ? entries : null,
      colors: Object.fromEntries((members.data ?? []).map((m) => [m.slug, m.color])),
      mark:
        address.at ?? (address.place ? ((unit.data?.centre as [number, number]) ?? null) : null),
      place: address.place
        ? { ...address.place, box: box ? (box as [number, number, number, number]) : null }
        : null,
      attribution,
    };
  }, [address, deepest, scheme, ready, members.data, unit.data, attribution]);
}

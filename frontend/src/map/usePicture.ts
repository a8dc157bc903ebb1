// From the address and the answers at hand to the picture the map shows.
import type { FeatureCollection } from "geojson";
import { useMemo } from "react";
import type { Address, Status, View } from "../address/address";
import { useAddress } from "../address/useAddress";
import { useGapRegions, useSimulation } from "../api/answers";
import { dayOf, filterOf, tileQuery } from "../api/filter";
import { useMembers } from "../api/inventory";
import { useUnit } from "../api/territory";
import { useUpload, useUploadChanges } from "../api/uploads";
import { useWords } from "../i18n/words";
import { simulationOf } from "../pages/simulation/simulationOf";
import { useDepthClasses } from "../parts/useDepthClasses";
import { inStudio, keptPlan, readProposal, usePlanShown } from "../plan/shown";
import type { DepthClass, Scheme } from "../theme/colors";
import type { Answer, Picture } from "./picture";
import { usePlacing } from "./placing";
import { circles, type PlanPicture, points } from "./plan";

/** The statuses chosen that are not yet, or no longer, in service. */
function notInService(address: Address): Status[] {
  return address.statuses.filter((status) => status !== "operational");
}

/** The places about one member's own entries, which the map then shows. */
const ofOne: View[] = ["members", "lists", "audience", "readers"];

/** What the map colours at an address. */
export function answerOf(address: Address, classes: DepthClass[]): Answer {
  const filter = filterOf(address);
  const planned = notInService(address);
  const dots = (members?: string[]) =>
    planned.length > 0 && address.statuses.includes("operational")
      ? tileQuery({ ...filter, status: planned }, members)
      : null;
  const coverage: Answer = {
    kind: "coverage",
    query: tileQuery(filter),
    classes,
    planned: dots(filter.member),
    from: address.view === "overlaps" || address.view === "redundancy" ? 2 : 1,
  };
  const { of } = address;
  switch (address.view) {
    case "gaps":
    case "plan":
    case "plans":
    case "proposals":
      return { kind: "gaps", query: tileQuery(filter) };
    case "openings":
      return of ? { kind: "openings", query: tileQuery(filter, [of]) } : coverage;
    case "overlaps":
      return address.pair ? { kind: "pair", query: tileQuery(filter, address.pair) } : coverage;
    case "contributions":
    case "ledger":
    case "members":
    case "lists":
    case "audience":
    case "readers":
      if (of && address.view === "audience" && address.as)
        return { kind: "preview", query: tileQuery(filter, [of], address.as) };
      return of ? { kind: "reach", query: tileQuery(filter, [of]), planned: dots([of]) } : coverage;
    default:
      return coverage;
  }
}

/** Kinds that the basemap draws, or that are sums of what it draws. */
const drawn = ["commune", "epci", "departement", "region"];

/** The places whose figures are by unit. */
const byUnit: View[] = ["coverage", "gaps", "openings", "redundancy"];

/** The kind of unit to outline at an address: one that the instance has loaded. */
export function outlinesOf({ place, unit, view }: Address): string | null {
  const kind = place ? place.kind : byUnit.includes(view) ? unit : "commune";
  return drawn.includes(kind) ? null : kind;
}

/** The land that what is supposed would win and lose; the panel asks the same. */
function useSimulatedLand(ready: boolean): FeatureCollection | null {
  const { address } = useAddress();
  const { t } = useWords();
  const input =
    ready && address.view === "simulation" ? simulationOf(address, t.simulation.addedName) : null;
  const { data } = useSimulation(input ?? {}, input !== null);
  return input ? ((data?.land as FeatureCollection | undefined) ?? null) : null;
}

/** What a plan puts on the map, made anew only when it changes. */
function usePlanPicture(ready: boolean): PlanPicture | null {
  const { address } = useAddress();
  const planning =
    ready && (inStudio(address) || keptPlan(address) !== null || readProposal(address) !== null);
  const { picks, candidates, land, radius } = usePlanShown(planning);
  return useMemo(() => {
    if (!planning) return null;
    return {
      candidates: points(candidates ?? []),
      land: (land as FeatureCollection | undefined) ?? circles(picks ?? [], radius),
      picks: points(picks ?? []),
    };
  }, [planning, picks, candidates, land, radius]);
}

export function usePicture(scheme: Scheme, ready: boolean, attribution: string): Picture {
  const { address } = useAddress();
  const classes = useDepthClasses(ready);
  const members = useMembers(ready);
  const unit = useUnit(address.place);
  const outlined = ready && address.view === "gaps" && address.regions;
  const regions = useGapRegions(filterOf(address), outlined).data;
  const plan = usePlanPicture(ready);
  const upload = useUpload(address.view === "lists" ? address.upload : null);
  const changes = useUploadChanges(upload.data).data;
  const simulated = useSimulatedLand(ready);
  const placing = usePlacing();
  return useMemo(() => {
    const filter = filterOf(address);
    const own = ofOne.includes(address.view) && address.of;
    const as = address.view === "audience" ? address.as : null;
    const entries = tileQuery(
      filter,
      own ? [own] : (address.pair ?? filter.member),
      own ? as : null,
    );
    const box = unit.data?.box;
    return {
      scheme,
      ready,
      answer: answerOf(address, classes),
      // PoPs and outlines of zones are known as they are now alone.
      pops: (address.pops || own) && !dayOf(address) ? entries : null,
      zones: (address.zones || own) && !dayOf(address) ? entries : null,
      units: outlinesOf(address),
      regions: outlined ? ((regions as FeatureCollection | undefined) ?? null) : null,
      plan,
      changes: changes ?? simulated,
      colors: Object.fromEntries((members.data ?? []).map((m) => [m.slug, m.color])),
      // A unit with a box is outlined; a dot would only stand in its way.
      mark: placing
        ? placing.at
        : (address.at ?? (box ? null : ((unit.data?.centre as [number, number]) ?? null))),
      place: address.place
        ? { ...address.place, box: box ? (box as [number, number, number, number]) : null }
        : null,
      attribution,
    };
  }, [
    address,
    classes,
    scheme,
    ready,
    members.data,
    unit.data,
    attribution,
    outlined,
    regions,
    plan,
    changes,
    simulated,
    placing,
  ]);
}

// Questions to the pool, as hooks. Answers stay while the next is fetched, so
// that changing a filter does not blank the panel.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { answered, client, type Openings, type Schemas } from "./client";
import type { Filter } from "./filter";

/** Everything an upload may change is kept under this key. */
export const answersKey = "answers";

export function useCoverage(filter: Filter, unit?: string, enabled = true) {
  const query = { ...filter, ...(unit ? { unit } : {}) };
  return useQuery({
    queryKey: [answersKey, "coverage", query],
    queryFn: ({ signal }) => answered(client.GET("/coverage", { params: { query }, signal })),
    placeholderData: keepPreviousData,
    enabled,
  });
}

export function useGaps(filter: Filter, unit?: string) {
  const query = { ...filter, ...(unit ? { unit } : {}) };
  return useQuery({
    queryKey: [answersKey, "gaps", query],
    queryFn: ({ signal }) => answered(client.GET("/gaps", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function useOpenings(member: string | null, filter: Filter, unit?: string) {
  const { member: _, ...rest } = filter;
  const query = { ...rest, member: member ?? "", ...(unit ? { unit } : {}) };
  return useQuery({
    queryKey: [answersKey, "openings", query],
    queryFn: async ({ signal }) =>
      (await answered(client.GET("/openings", { params: { query }, signal }))) as Openings,
    placeholderData: keepPreviousData,
    enabled: member !== null,
  });
}

export function useOverlaps(filter: Filter) {
  return useQuery({
    queryKey: [answersKey, "overlaps", filter],
    queryFn: ({ signal }) =>
      answered(client.GET("/overlaps", { params: { query: filter }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** What collects at a point (`at`, [lon, lat]) or in a commune (`insee`). */
export function useEligibility(
  where: { at: [number, number] } | { insee: string } | null,
  filter: Filter,
) {
  const query = {
    ...(where && "at" in where ? { at: where.at.map((d) => d.toFixed(6)).join(",") } : {}),
    ...(where && "insee" in where ? { insee: where.insee } : {}),
    ...(filter.technology ? { technology: filter.technology } : {}),
    ...(filter.status ? { status: filter.status } : {}),
    ...(filter.as_of ? { as_of: filter.as_of } : {}),
  };
  return useQuery({
    queryKey: [answersKey, "eligibility", query],
    queryFn: ({ signal }) => answered(client.GET("/eligibility", { params: { query }, signal })),
    enabled: where !== null,
  });
}

export function useContributions(filter: Filter) {
  return useQuery({
    queryKey: [answersKey, "contributions", filter],
    queryFn: ({ signal }) =>
      answered(client.GET("/contributions", { params: { query: filter }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** What is behind two hand-offs at least `km` apart. */
export function useRedundancy(filter: Filter, km: number, unit: string) {
  const query = { ...filter, km, unit };
  return useQuery({
    queryKey: [answersKey, "redundancy", query],
    queryFn: ({ signal }) => answered(client.GET("/redundancy", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** Contiguous regions that nobody collects, the heaviest first. */
export function useGapRegions(filter: Filter, enabled: boolean) {
  return useQuery({
    queryKey: [answersKey, "regions", filter],
    queryFn: ({ signal }) =>
      answered(client.GET("/gaps/regions", { params: { query: filter }, signal })),
    placeholderData: keepPreviousData,
    enabled,
  });
}

/** What each member opens to each other. */
export function useExchange(filter: Filter, enabled: boolean) {
  const { member: _, ...query } = filter;
  return useQuery({
    queryKey: [answersKey, "exchange", query],
    queryFn: ({ signal }) => answered(client.GET("/openings", { params: { query }, signal })),
    select: (data) => data.pairs ?? [],
    placeholderData: keepPreviousData,
    enabled,
  });
}

/** The pool as it would be; asked again when the inventory changes. */
export function useSimulation(input: Schemas["SimulationInput"], enabled: boolean) {
  return useQuery({
    queryKey: [answersKey, "simulation", input],
    queryFn: ({ signal }) => answered(client.POST("/simulations", { body: input, signal })),
    placeholderData: keepPreviousData,
    enabled,
  });
}

// Plans: what comes at once, what is kept, and the work on it.
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { answersKey } from "./answers";
import { answered, client, type Schemas } from "./client";

export type Plan = Schemas["Plan"];
export type PlanAnswer = Schemas["PlanAnswer"];
export type PlanPick = Schemas["PlanPick"];
type PlanRequest = Schemas["PlanRequest"];

/** The plan that comes at once; the last one stays until the next is there. */
export function usePreview(request: PlanRequest | null) {
  return useQuery({
    queryKey: [answersKey, "plan-preview", request],
    queryFn: ({ signal }) =>
      answered(client.POST("/plans/preview", { body: request as PlanRequest, signal })),
    placeholderData: keepPreviousData,
    enabled: request !== null,
  });
}

/** What a request chooses among; its budget does not matter. */
export function useCandidates(request: PlanRequest | null) {
  const body = request && { ...request, budget: { zones: 1 } };
  return useQuery({
    queryKey: [answersKey, "plan-candidates", body],
    queryFn: ({ signal }) =>
      answered(client.POST("/plans/candidates", { body: body as PlanRequest, signal })),
    placeholderData: keepPreviousData,
    enabled: body !== null,
  });
}

/** What is won against what is spent, for all budgets at once; the amount of the budget has no part in it. */
export function useCurve(request: PlanRequest | null) {
  const budget = request?.budget.zones !== undefined ? { zones: 1 } : { eur: 1 };
  const body = request && { ...request, budget };
  return useQuery({
    queryKey: [answersKey, "plan-curve", body],
    queryFn: ({ signal }) =>
      answered(client.POST("/plans/curve", { body: body as PlanRequest, signal })),
    placeholderData: keepPreviousData,
    enabled: body !== null,
  });
}

/** What could take the place of one pick, the others staying. */
export function useReplacements(body: Schemas["PlanReplacementInput"] | null) {
  return useQuery({
    queryKey: [answersKey, "plan-replacements", body],
    queryFn: ({ signal }) =>
      answered(
        client.POST("/plans/replacements", {
          body: body as Schemas["PlanReplacementInput"],
          signal,
        }),
      ),
    enabled: body !== null,
  });
}

/** A kept plan's request whole, its list of candidates with it. */
export const wholeRequest = async (id: number) =>
  (await answered(client.GET("/plans/{id}", { params: { path: { id }, query: { list: true } } })))
    .request;

const plansKey = "plans";

/** The same, kept: a kept plan's request never changes. */
export function useWholeRequest(id: number) {
  return useQuery({
    queryKey: [plansKey, id, "request"],
    queryFn: () => wholeRequest(id),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Why a plan failed is told in the language of the page. */
const planKey = (id: number | null) => [plansKey, id, document.documentElement.lang];

export function usePlans(enabled = true) {
  return useInfiniteQuery({
    queryKey: [plansKey, "list"],
    queryFn: ({ pageParam, signal }) =>
      answered(
        client.GET("/plans", {
          params: { query: { limit: 20, ...(pageParam ? { after: pageParam } : {}) } },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
    refetchInterval: (query) =>
      query.state.data?.pages.some((p) => p.items.some((i) => i.state === "running"))
        ? 2000
        : false,
    enabled,
  });
}

/** A kept plan, asked again while it is worked on. */
export function usePlan(id: number | null) {
  return useQuery({
    queryKey: planKey(id),
    queryFn: ({ signal }) =>
      answered(client.GET("/plans/{id}", { params: { path: { id: id as number } }, signal })),
    refetchInterval: (query) => (query.state.data?.state === "running" ? 600 : false),
    enabled: id !== null,
  });
}

/** The land of each pick of a plan that is done. */
export function usePicks(id: number | null) {
  return useQuery({
    queryKey: [plansKey, id, "picks"],
    queryFn: ({ signal }) =>
      answered(
        client.GET("/plans/{id}/picks.geojson", { params: { path: { id: id as number } }, signal }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: id !== null,
  });
}

/** Starts the work on a plan, which is kept. */
export function useAddPlan() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas["PlanInput"]) =>
      answered(client.POST("/plans", { params: { query: { wait: false } }, body })),
    onSuccess: (plan) => {
      cache.setQueryData(planKey(plan.id), plan);
      return cache.invalidateQueries({ queryKey: [plansKey, "list"] });
    },
  });
}

export function useRenamePlan() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name }: { id: number; name: string }) =>
      answered(client.PATCH("/plans/{id}", { params: { path: { id } }, body: { name } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: [plansKey] }),
  });
}

export function useStopPlan() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: number) =>
      answered(client.POST("/plans/{id}/stop", { params: { path: { id } } })),
    onSuccess: (_, id) => cache.invalidateQueries({ queryKey: [plansKey, id] }),
  });
}

export function useRemovePlan() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: number) =>
      answered(client.DELETE("/plans/{id}", { params: { path: { id } } })),
    onSuccess: (_, id) => {
      cache.removeQueries({ queryKey: [plansKey, id] });
      return cache.invalidateQueries({ queryKey: [plansKey, "list"] });
    },
  });
}

/** Where a plan's picks are had as a file: their land, or a spreadsheet. */
export const picksPath = (id: number, format: "geojson" | "xlsx" | "csv") =>
  `/api/v1/plans/${id}/${format === "geojson" ? "" : "exports/"}picks.${format}`;

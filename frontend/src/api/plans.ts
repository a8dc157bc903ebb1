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

const plansKey = "plans";

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
    queryKey: [plansKey, id],
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
      cache.setQueryData([plansKey, plan.id], plan);
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

export const picksPath = (id: number) => `/api/v1/plans/${id}/picks.geojson`;

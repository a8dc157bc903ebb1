// The instance and its territory, as hooks.
import { useQuery } from "@tanstack/react-query";
import { answered, client } from "./client";

export function useMe() {
  return useQuery({
    queryKey: ["me"],
    queryFn: ({ signal }) => answered(client.GET("/me", { signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The territory in force, asked for again every two seconds while it loads. */
export function useTerritory() {
  return useQuery({
    queryKey: ["territory"],
    queryFn: ({ signal }) => answered(client.GET("/territory", { signal })),
    refetchInterval: (query) => (query.state.data?.loaded ? false : 1000),
    retry: false,
  });
}

export function useLayers(enabled: boolean) {
  return useQuery({
    queryKey: ["layers"],
    queryFn: ({ signal }) => answered(client.GET("/layers", { signal })),
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useUnits(q: string) {
  return useQuery({
    queryKey: ["units", q],
    queryFn: ({ signal }) =>
      answered(client.GET("/units", { params: { query: { q, limit: 8 } }, signal })),
    enabled: q.length >= 2,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useUnit(place: { kind: string; code: string } | null) {
  return useQuery({
    queryKey: ["unit", place?.kind, place?.code],
    queryFn: ({ signal }) =>
      answered(
        client.GET("/units/{kind}/{code}", {
          params: { path: { kind: place?.kind ?? "", code: place?.code ?? "" } },
          signal,
        }),
      ),
    enabled: place !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

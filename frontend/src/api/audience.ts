// Who may see a member's entries, what others see of them, and who looked.
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Onlooker } from "../address/address";
import { answered, client, type Schemas } from "./client";
import { useInventoryChanged } from "./inventory";

export type Audience = Schemas["Audience"];
export const audiences: readonly Audience[] = ["private", "bureau", "pooled", "members", "public"];

export function useDefaultAudience(slug: string) {
  return useQuery({
    queryKey: ["audience", "default", slug],
    queryFn: ({ signal }) =>
      answered(client.GET("/members/{slug}/audience", { params: { path: { slug } }, signal })),
  });
}

export function useSetDefaultAudience(slug: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas["DefaultAudience"]) =>
      answered(client.PUT("/members/{slug}/audience", { params: { path: { slug } }, body })),
    onSuccess: (data) => cache.setQueryData(["audience", "default", slug], data),
  });
}

export function useChangeAudience(slug: string) {
  const changed = useInventoryChanged();
  return useMutation({
    mutationFn: (body: Schemas["AudienceChange"]) =>
      answered(
        client.POST("/members/{slug}/audience/changes", { params: { path: { slug } }, body }),
      ),
    onSuccess: changed,
  });
}

export function useUndoAudience(slug: string) {
  const changed = useInventoryChanged();
  return useMutation({
    mutationFn: (change: string) =>
      answered(
        client.POST("/members/{slug}/audience/changes/{change}/undo", {
          params: { path: { slug, change } },
        }),
      ),
    onSuccess: changed,
  });
}

/** In figures, what someone else gets of a member's entries. */
export function usePreview(slug: string, as: Onlooker | null) {
  return useQuery({
    queryKey: ["entries", "preview", slug, as],
    queryFn: ({ signal }) =>
      answered(
        client.GET("/members/{slug}/preview", {
          params: { path: { slug }, query: { as: as ?? "visitor" } },
          signal,
        }),
      ),
    enabled: as !== null,
    placeholderData: keepPreviousData,
  });
}

/** Which members consulted a member's entries since a day, "YYYY-MM-DD". */
export function useReaders(slug: string, from: string) {
  return useQuery({
    queryKey: ["audience", "readers", slug, from],
    queryFn: ({ signal }) =>
      answered(
        client.GET("/members/{slug}/readers", {
          params: { path: { slug }, query: { from } },
          signal,
        }),
      ),
    select: (page) => page.items,
    placeholderData: keepPreviousData,
  });
}

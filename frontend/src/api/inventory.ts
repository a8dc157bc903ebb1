// Members, their PoPs, zones and uploads, as hooks. After a change, everything
// that may depend on it is asked for again, and the map told (`changed`).
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Onlooker } from "../address/address";
import { answersKey } from "./answers";
import { answered, client, type Schemas } from "./client";

/** Fired on window after the inventory changed through this page. */
export const inventoryChanged = "maillage:inventory-changed";

export function useInventoryChanged() {
  const cache = useQueryClient();
  return async () => {
    window.dispatchEvent(new Event(inventoryChanged));
    await Promise.all(
      [[answersKey], ["members"], ["entries"], ["uploads"], ["history"]].map((queryKey) =>
        cache.invalidateQueries({ queryKey }),
      ),
    );
  };
}

export function useMembers(enabled = true) {
  return useQuery({
    queryKey: ["members"],
    queryFn: ({ signal }) => answered(client.GET("/members", { signal })),
    select: (page) => page.items,
    enabled,
  });
}

export function useAddMember() {
  const changed = useInventoryChanged();
  return useMutation({
    mutationFn: (body: Schemas["NewMember"]) => answered(client.POST("/members", { body })),
    onSuccess: changed,
  });
}

const entriesAsked = (after: string, as: Onlooker | null) => ({
  limit: 100,
  ...(after ? { after } : {}),
  ...(as ? { as } : {}),
});

/** A member's PoPs; `as`: as someone else sees them. */
export function usePops(slug: string, as: Onlooker | null = null, enabled = true) {
  return useInfiniteQuery({
    queryKey: ["entries", "pops", slug, as],
    queryFn: ({ pageParam, signal }) =>
      answered(
        client.GET("/members/{slug}/pops", {
          params: { path: { slug }, query: entriesAsked(pageParam, as) },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    enabled,
  });
}

/** A member's zones; `as`: as someone else sees them. */
export function useZones(slug: string, as: Onlooker | null = null, enabled = true) {
  return useInfiniteQuery({
    queryKey: ["entries", "zones", slug, as],
    queryFn: ({ pageParam, signal }) =>
      answered(
        client.GET("/members/{slug}/zones", {
          params: { path: { slug }, query: entriesAsked(pageParam, as) },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    enabled,
  });
}

export function useUploads(slug: string | null) {
  return useQuery({
    queryKey: ["uploads", slug],
    queryFn: ({ signal }) =>
      answered(
        client.GET("/members/{slug}/imports", { params: { path: { slug: slug ?? "" } }, signal }),
      ),
    select: (page) => page.items,
    enabled: slug !== null,
  });
}

// An upload while it is worked on: how far it has come, how it is read, what is
// wrong in it and mended, what it changes, and the decision.
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import type { FeatureCollection } from "geojson";
import { useRef, useState } from "react";
import { answered, client, type Schemas, type Upload } from "./client";
import { useInventoryChanged } from "./inventory";
import { type Sent, sendForm } from "./sending";

export type Column = Schemas["ImportColumn"];
export type Problem = Schemas["ImportProblem"];
export type GridRow = Schemas["ImportGridRow"];
export type Edit = Schemas["ImportEdit"];
export type RowState = NonNullable<Schemas["ImportRow"]["state"]>;

/** Milliseconds between two looks at an upload that is being worked on. */
const pace = 1000;

/** An upload; asked for again and again while it is being worked on. */
export function useUpload(id: number | null) {
  return useQuery({
    queryKey: ["uploads", "one", id],
    queryFn: ({ signal }) =>
      answered(client.GET("/imports/{id}", { params: { path: { id: id ?? 0 } }, signal })),
    enabled: id !== null,
    refetchInterval: (query) => (query.state.data?.state === "received" ? pace : false),
  });
}

/** Keeps the upload that an answer holds, and forgets what was told of it before. */
function useKept() {
  const cache = useQueryClient();
  return (upload: Upload) => {
    cache.setQueryData(["uploads", "one", upload.id], upload);
    void cache.invalidateQueries({ queryKey: ["uploads", upload.member] });
    return cache.invalidateQueries({ queryKey: ["uploads", "of", upload.id] });
  };
}

/** Chooses columns or scope again, or edits rows; the file is checked again. */
export function useRevise(id: number) {
  return useMutation({
    mutationFn: (body: Schemas["ImportChange"]) =>
      answered(client.PATCH("/imports/{id}", { params: { path: { id } }, body })),
    onSuccess: useKept(),
  });
}

/** Mends one problem, in one row or in all alike; the file is checked again. */
export function useRepair(id: number) {
  return useMutation({
    mutationFn: (body: Schemas["ImportRepair"]) =>
      answered(client.POST("/imports/{id}/repairs", { params: { path: { id } }, body })),
    onSuccess: useKept(),
  });
}

/** Stops the work on an upload, or puts aside one that waits. */
export function useCancel(id: number) {
  return useMutation({
    mutationFn: () => answered(client.POST("/imports/{id}/cancel", { params: { path: { id } } })),
    onSuccess: useKept(),
  });
}

/** How the first rows would be read under another mapping; null: not asked. */
export function usePreview(id: number, mapping: Record<string, string> | null) {
  return useQuery({
    queryKey: ["uploads", "of", id, "preview", mapping],
    queryFn: ({ signal }) =>
      answered(
        client.POST("/imports/{id}/preview", {
          params: { path: { id } },
          body: { mapping: mapping ?? {} },
          signal,
        }),
      ),
    enabled: mapping !== null,
    placeholderData: keepPreviousData,
  });
}

export interface GridFilter {
  state?: NonNullable<GridRow["state"]>;
  code?: string;
  column?: string;
}

/** The rows of a problem. */
export function rowsOf(problem: Problem): GridFilter {
  return { code: problem.code, ...(problem.column ? { column: problem.column } : {}) };
}

/** The file row by row with its edits; `limit` rows a page. */
export function useGrid(id: number, filter: GridFilter, limit = 100) {
  return useInfiniteQuery({
    queryKey: ["uploads", "of", id, "grid", filter, limit],
    queryFn: ({ pageParam, signal }) =>
      answered(
        client.GET("/imports/{id}/grid", {
          params: {
            path: { id },
            query: { ...filter, limit, ...(pageParam ? { after: pageParam } : {}) },
          },
          signal,
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

/** What the rows became, one state at a time. */
export function useUploadRows(id: number, state: RowState) {
  return useInfiniteQuery({
    queryKey: ["uploads", "of", id, "rows", state],
    queryFn: ({ pageParam, signal }) =>
      answered(
        client.GET("/imports/{id}/rows", {
          params: {
            path: { id },
            query: { state, limit: 25, ...(pageParam ? { after: pageParam } : {}) },
          },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });
}

/** The upload on a map: land won and lost, PoPs added, changed and removed. */
export function useUploadChanges(upload: Upload | undefined) {
  const told = upload?.state === "checked" || upload?.state === "committed";
  return useQuery({
    queryKey: ["uploads", "of", upload?.id, "map"],
    queryFn: async ({ signal }) =>
      (await answered(
        client.GET("/imports/{id}/changes.geojson", {
          params: { path: { id: upload?.id ?? 0 } },
          parseAs: "json",
          signal,
        }),
      )) as unknown as FeatureCollection,
    enabled: told,
  });
}

interface NewUpload {
  slug: string;
  kind: "pops" | "zones";
  scope: "merge" | "replace";
  file: File;
}

/**
 * Uploads a list and has it checked; the inventory is not changed. `sent` tells how
 * much of the file has gone while it is on its way, `stop` calls it back.
 */
export function useAddUpload() {
  const kept = useKept();
  const [sent, setSent] = useState<Sent | null>(null);
  const going = useRef<AbortController | null>(null);
  const add = useMutation({
    mutationFn: ({ slug, kind, scope, file }: NewUpload) => {
      const form = new FormData();
      form.set("kind", kind);
      form.set("scope", scope);
      form.set("file", file, file.name);
      going.current = new AbortController();
      setSent({ done: 0, total: file.size });
      return sendForm<Upload>(`/members/${slug}/imports`, form, setSent, going.current.signal);
    },
    onSuccess: kept,
    onSettled: () => setSent(null),
  });
  const stopped = add.error instanceof DOMException && add.error.name === "AbortError";
  return {
    ...add,
    error: stopped ? null : add.error,
    sent,
    stop: () => going.current?.abort(),
  };
}

/** The list as it was at the end of an earlier day, as an upload to look at. */
export function useRestore(slug: string) {
  return useMutation({
    mutationFn: (body: { kind: "pops" | "zones"; on: string }) =>
      answered(
        client.POST("/members/{slug}/imports/restore", { params: { path: { slug } }, body }),
      ),
    onSuccess: useKept(),
  });
}

interface Decision {
  id: number;
  mode: "all" | "valid";
  /** A large removal was told and meant. */
  removal: boolean;
}

export function useCommit() {
  const changed = useInventoryChanged();
  return useMutation({
    mutationFn: ({ id, mode, removal }: Decision) =>
      answered(
        client.POST("/imports/{id}/commit", {
          params: { path: { id } },
          body: { mode, confirm_removal: removal },
        }),
      ),
    onSuccess: changed,
  });
}

export function useUndo() {
  const changed = useInventoryChanged();
  return useMutation({
    mutationFn: (id: number) =>
      answered(client.POST("/imports/{id}/undo", { params: { path: { id } } })),
    onSuccess: changed,
  });
}

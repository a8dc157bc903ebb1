// What changed, by whom, before and after.
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { answered, client, type Schemas } from "./client";

export type HistoryLine = Schemas["HistoryLine"];
export type HistoryNoun = Schemas["HistoryNoun"];

export interface HistoryFilter {
  member?: string;
  noun?: HistoryNoun;
  code?: string;
  actor?: string;
  change?: string;
  /** Days, "YYYY-MM-DD". */
  from?: string;
  to?: string;
}

export function useHistory(filter: HistoryFilter) {
  return useInfiniteQuery({
    queryKey: ["history", filter],
    queryFn: ({ pageParam, signal }) =>
      answered(
        client.GET("/history", {
          params: { query: { ...filter, limit: 100, ...(pageParam ? { after: pageParam } : {}) } },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

/** Where the same lines are had as a spreadsheet. */
export function historySheet(filter: HistoryFilter): string {
  return `/api/v1/history.csv?${new URLSearchParams(filter as Record<string, string>)}`;
}

/** Lines in a row that belong to one change. */
export function byChange(lines: HistoryLine[]): HistoryLine[][] {
  const groups: HistoryLine[][] = [];
  for (const line of lines) {
    const last = groups.at(-1);
    if (last?.[0]?.change === line.change && last[0].actor === line.actor) last.push(line);
    else groups.push([line]);
  }
  return groups;
}

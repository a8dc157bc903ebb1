// What members had brought at quarters' ends: kept once, never changed.
import { useQuery } from "@tanstack/react-query";
import { answered, client, type Schemas } from "./client";

export type LedgerLine = Schemas["LedgerLine"];

/** Every line that one may read, the newest quarter first. */
export function useLedger(enabled: boolean) {
  return useQuery({
    queryKey: ["ledger"],
    queryFn: ({ signal }) => answered(client.GET("/ledger", { signal })),
    enabled,
  });
}

export const ledgerPath = (format: "xlsx" | "csv") => `/api/v1/ledger/exports/ledger.${format}`;

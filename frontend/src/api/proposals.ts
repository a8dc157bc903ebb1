// Plans put to the members, and their sealed voices.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answered, client, type Schemas } from "./client";

export type Proposal = Schemas["Proposal"];
export type Interest = Schemas["Interest"];
export const interests: readonly Interest[] = ["interested", "not_interested", "abstains"];

const key = "proposals";

export function useProposals() {
  return useQuery({
    queryKey: [key, "list"],
    queryFn: ({ signal }) =>
      answered(client.GET("/proposals", { params: { query: { limit: 100 } }, signal })),
  });
}

export function useProposal(id: number | null) {
  return useQuery({
    queryKey: [key, id],
    queryFn: ({ signal }) =>
      answered(client.GET("/proposals/{id}", { params: { path: { id: id as number } }, signal })),
    enabled: id !== null,
  });
}

/** The land of each pick, which a proposal keeps for good. */
export function useProposalPicks(id: number | null) {
  return useQuery({
    queryKey: [key, id, "picks"],
    queryFn: ({ signal }) =>
      answered(
        client.GET("/proposals/{id}/picks.geojson", {
          params: { path: { id: id as number } },
          signal,
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: id !== null,
  });
}

/** A change to proposals, after which they are asked for anew. */
function useChange<V>(change: (input: V) => Promise<Proposal>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => cache.invalidateQueries({ queryKey: [key] }),
  });
}

export const useAddProposal = () =>
  useChange((body: Schemas["ProposalInput"]) => answered(client.POST("/proposals", { body })));

export const usePutVoice = (id: number) =>
  useChange((body: Schemas["VoiceInput"]) =>
    answered(client.PUT("/proposals/{id}/voice", { params: { path: { id } }, body })),
  );

export const useWithdraw = (id: number) =>
  useChange((_: undefined) =>
    answered(client.POST("/proposals/{id}/withdraw", { params: { path: { id } } })),
  );

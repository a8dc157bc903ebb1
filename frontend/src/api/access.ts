// Signing in and out, acting under one of one's roles, and what is kept of
// oneself: sessions, tokens, data.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answered, client, type Schemas } from "./client";

export type Token = Schemas["Token"];
export type Grant = Schemas["Grant"];

export function useSignIn() {
  return useMutation({
    mutationFn: (body: Schemas["SignIn"]) => answered(client.POST("/session", { body })),
  });
}

export function useSetPassword() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas["NewPassword"]) => answered(client.PUT("/me/password", { body })),
    onSuccess: () =>
      Promise.all([["me"], ["sessions"]].map((queryKey) => cache.invalidateQueries({ queryKey }))),
  });
}

/** What another viewer sees is another inventory: the page starts afresh. */
function useAfresh() {
  const cache = useQueryClient();
  return () => {
    cache.clear();
    window.location.assign("/");
  };
}

export function useSignOut() {
  return useMutation({
    mutationFn: () => answered(client.DELETE("/session")),
    onSuccess: useAfresh(),
  });
}

export function useActAs() {
  return useMutation({
    mutationFn: (body: Grant) => answered(client.PATCH("/session", { body })),
    onSuccess: useAfresh(),
  });
}

export function useSessions() {
  return useQuery({
    queryKey: ["sessions"],
    queryFn: ({ signal }) => answered(client.GET("/sessions", { signal })),
    select: (page) => page.items,
  });
}

export function useEndSession() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: number) =>
      answered(client.DELETE("/sessions/{id}", { params: { path: { id } } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: ["sessions"] }),
  });
}

export function useTokens() {
  return useQuery({
    queryKey: ["tokens"],
    queryFn: ({ signal }) => answered(client.GET("/tokens", { signal })),
    select: (page) => page.items,
  });
}

export function useAddToken() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas["NewToken"]) => answered(client.POST("/tokens", { body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: ["tokens"] }),
  });
}

export function useEndToken() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: number) =>
      answered(client.DELETE("/tokens/{id}", { params: { path: { id } } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: ["tokens"] }),
  });
}

/** Where one's own data is had, as a document to keep. */
export const myData = "/api/v1/me/data";

export function useEraseMe() {
  return useMutation({
    mutationFn: (body: Schemas["Erasure"]) => answered(client.POST("/me/erasure", { body })),
    onSuccess: useAfresh(),
  });
}

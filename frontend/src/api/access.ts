// Signing in and out, and acting under one of one's roles, as hooks.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { answered, client, type Schemas } from "./client";

export function useSignIn() {
  return useMutation({
    mutationFn: (body: Schemas["SignIn"]) => answered(client.POST("/session", { body })),
  });
}

export function useSetPassword() {
  return useMutation({
    mutationFn: (body: Schemas["NewPassword"]) => answered(client.PUT("/me/password", { body })),
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
    mutationFn: (body: Schemas["Grant"]) => answered(client.PATCH("/session", { body })),
    onSuccess: useAfresh(),
  });
}

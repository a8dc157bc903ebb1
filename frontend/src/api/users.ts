// Who may sign in, for those who run the instance.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answered, client, type Schemas } from "./client";

export type User = Schemas["User"];
export type SignInLink = Schemas["SignInLink"];

const key = ["users"];

export function useUsers() {
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => answered(client.GET("/users", { signal })),
    select: (page) => page.items,
  });
}

function useChanged() {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: key });
}

export function useAddUser() {
  return useMutation({
    mutationFn: (body: Schemas["NewUser"]) => answered(client.POST("/users", { body })),
    onSuccess: useChanged(),
  });
}

export function useChangeUser() {
  return useMutation({
    mutationFn: ({ id, ...body }: Schemas["UserChange"] & { id: number }) =>
      answered(client.PATCH("/users/{id}", { params: { path: { id } }, body })),
    onSuccess: useChanged(),
  });
}

export function useRemoveUser() {
  return useMutation({
    mutationFn: (id: number) =>
      answered(client.DELETE("/users/{id}", { params: { path: { id } } })),
    onSuccess: useChanged(),
  });
}

/** A new one-time link for a user; those before it end. */
export function useUserLink() {
  return useMutation({
    mutationFn: (id: number) =>
      answered(client.POST("/users/{id}/link", { params: { path: { id } } })),
    onSuccess: useChanged(),
  });
}

// The one door to the server: a typed client, and its refusals as errors.
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.gen";
import { noteVersion, versionHeaders } from "./version";

export type Schemas = components["schemas"];
export type Member = Schemas["Member"];
export type Unit = Schemas["Unit"];
export type Coverage = Schemas["Coverage"];
export type Overlaps = Schemas["Overlaps"];
export type Gaps = Schemas["Gaps"];
/** What the pool opens to one member: the question is never asked without one. */
export type Openings = Schemas["Openings"] &
  Required<Pick<Schemas["Openings"], "member" | "own" | "opened" | "partners">>;
export type Eligibility = Schemas["Eligibility"];
export type Upload = Schemas["Import"];
export type Pop = Schemas["Pop"];
export type Zone = Schemas["Zone"];
export type Territory = Schemas["Territory"];
export type Layer = Schemas["Layer"];

export const client = createClient<paths>({ baseUrl: "/api/v1" });

// The server's words come in the language of the page, not of the browser; answers
// have what the page wrote before in them.
client.use({
  onRequest({ request }) {
    request.headers.set("Accept-Language", document.documentElement.lang);
    for (const [name, value] of Object.entries(versionHeaders())) request.headers.set(name, value);
    return request;
  },
  onResponse({ response }) {
    noteVersion(response.headers);
  },
});

/** A refusal of the server (RFC 9457), or its silence (`offline`). */
export class ApiError extends Error {
  readonly problem: Partial<Schemas["Problem"]>;
  readonly offline: boolean;

  constructor(problem: Partial<Schemas["Problem"]>, offline = false) {
    super(problem.detail ?? problem.title ?? "");
    this.name = "ApiError";
    this.problem = problem;
    this.offline = offline;
  }
}

/** The data of an answer, or an ApiError thrown. */
export async function answered<T>(
  request: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  let result: Awaited<typeof request>;
  try {
    result = await request;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ApiError({}, true);
  }
  if (result.error !== undefined || !result.response.ok) {
    const problem = result.error;
    throw new ApiError(
      typeof problem === "object" && problem !== null
        ? problem
        : { status: result.response.status, title: result.response.statusText },
    );
  }
  return result.data as T;
}

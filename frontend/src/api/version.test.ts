import { afterEach, expect, test, vi } from "vitest";
import { answered, client } from "./client";
import { noteVersion, versionHeaders } from "./version";

afterEach(() => vi.unstubAllGlobals());

test("a version is sent for a minute after the write that named it", () => {
  expect(versionHeaders(0)).toEqual({});
  noteVersion(new Headers({ "Maillage-Version": "41" }), 1000);
  noteVersion(new Headers({ "Maillage-Version": "42" }), 1000);
  noteVersion(new Headers(), 2000);
  expect(versionHeaders(60_999)).toEqual({ "Maillage-Version": "42" });
  expect(versionHeaders(61_000)).toEqual({});
});

test("what the page wrote is asked for by what it reads next", async () => {
  vi.stubGlobal("document", { documentElement: { lang: "fr" } });
  const sent: (string | null)[] = [];
  const fetch = (request: Request) => {
    sent.push(request.headers.get("Maillage-Version"));
    const answer = Response.json({ items: [] });
    if (request.method !== "GET") answer.headers.set("Maillage-Version", "77");
    return Promise.resolve(answer);
  };
  noteVersion(new Headers({ "Maillage-Version": "1" }), 0); // long ago
  const baseUrl = "http://127.0.0.1/api/v1";
  await answered(client.GET("/members", { fetch, baseUrl }));
  await answered(client.POST("/members", { fetch, baseUrl, body: { slug: "a", name: "A" } }));
  await answered(client.GET("/members", { fetch, baseUrl }));
  expect(sent).toEqual([null, null, "77"]);
});

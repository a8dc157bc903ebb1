import { describe, expect, it } from "vitest";
import type { Schemas } from "./client";
import { mayOf } from "./may";

const me = (role: Schemas["Me"]["role"], member?: string): Schemas["Me"] => ({
  role,
  member,
  name: "x",
  version: "0",
  demo: false,
});

describe("what one may do", () => {
  it.each([
    ["operator", me("operator"), false, true, true, true],
    ["visitor", me("visitor"), true, false, false, false],
    ["admin", me("admin"), false, true, false, false],
    ["bureau", me("bureau"), false, false, false, false],
    ["contributor of a", me("contributor", "a"), false, false, true, true],
    ["contributor of b", me("contributor", "b"), false, false, false, false],
    ["sales of a", me("sales", "a"), false, false, false, true],
    ["not known yet", undefined, false, true, true, true],
  ])("%s", (_, who, visitor, add, keep, read) => {
    const may = mayOf(who);
    expect([may.visitor, may.addMembers, may.keep("a"), may.readUploads("a")]).toEqual([
      visitor,
      add,
      keep,
      read,
    ]);
  });
});

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
    ["operator", me("operator"), "run, plan, keep, read"],
    ["visitor", me("visitor"), "look"],
    ["admin", me("admin"), "run"],
    ["bureau", me("bureau"), "plan"],
    ["contributor of a", me("contributor", "a"), "keep, read"],
    ["contributor of b", me("contributor", "b"), ""],
    ["sales of a", me("sales", "a"), "read"],
    ["not known yet", undefined, "run, plan, keep, read"],
  ])("%s", (_, who, wanted) => {
    const may = mayOf(who);
    expect(may.addMembers).toBe(may.runInstance);
    const able = {
      look: may.visitor,
      run: may.runInstance,
      plan: may.plan,
      keep: may.keep("a"),
      read: may.readUploads("a"),
    };
    const said = Object.entries(able).filter(([, yes]) => yes);
    expect(said.map(([word]) => word).join(", ")).toBe(wanted);
  });
});

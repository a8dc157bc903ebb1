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
    ["operator", me("operator"), "run, plan, planning, keep, read"],
    ["visitor", me("visitor"), "look"],
    ["admin", me("admin"), "run"],
    ["bureau", me("bureau"), "plan, planning"],
    ["contributor of a", me("contributor", "a"), "planning, keep, read"],
    ["contributor of b", me("contributor", "b"), "planning"],
    ["sales of a", me("sales", "a"), "planning, read"],
    ["not known yet", undefined, "run, plan, planning, keep, read"],
  ])("%s", (_, who, wanted) => {
    const may = mayOf(who);
    expect(may.addMembers).toBe(may.runInstance);
    const able = {
      look: may.visitor,
      run: may.runInstance,
      plan: may.plan,
      planning: may.planning,
      keep: may.keep("a"),
      read: may.readUploads("a"),
    };
    const said = Object.entries(able).filter(([, yes]) => yes);
    expect(said.map(([word]) => word).join(", ")).toBe(wanted);
  });
});

import { expect, test } from "vitest";
import type { PlanPick } from "../api/plans";
import { blank, draftOf, type PlanRequest, requestOf } from "./draft";
import { compared, sameBut, swapped } from "./swap";

const pick = (candidate: string): PlanPick => ({
  candidate,
  name: candidate,
  at: [2, 46],
  gain: 1,
  cumulated: 1,
  cost: null,
  spent: 0,
  km2: 1,
});

test("a draft asks its question and nothing else", () => {
  expect(requestOf(blank, {})).toEqual({
    from: "units",
    unit: "epci",
    objective: "reach",
    budget: { zones: 10 },
    cost: blank.cost,
  });
  const more = requestOf(
    {
      ...blank,
      radius: 10,
      budget: { ...blank.budget, kind: "share" },
      pinned: [{ code: "a", name: "A" }],
      banned: [{ code: "b", name: "B" }],
      caps: [{ by: "departement", max: 2 }],
      secondPath: 0.5,
    },
    { technology: ["ftth"], territory: "metropole" },
  );
  expect(more).toMatchObject({
    radius_km: 10,
    budget: { share: 0.5 },
    require: ["a"],
    exclude: ["b"],
    caps: [{ by: "departement", max: 2 }],
    second_path: 0.5,
    technologies: ["ftth"],
    territory: "metropole",
  });
});

test("a list is needed before it is asked about", () => {
  const draft = { ...blank, from: "file" as const };
  expect(requestOf(draft, {})).toBeNull();
  expect(requestOf({ ...draft, list: { name: "z.csv", content: "YQ==" } }, {})).toMatchObject({
    list: { name: "z.csv", content: "YQ==" },
  });
});

test("a kept plan's question comes back as it was", () => {
  for (const kind of ["zones", "eur", "share"] as const) {
    for (const within of kind === "share" ? [null] : [null, 40]) {
      const request = {
        ...requestOf({ ...blank, budget: { ...blank.budget, kind, within } }, {}),
        from: "file",
        objective: "fair",
        list: { name: "z.csv", content: "YQ==", member: "x" },
        require: ["a"],
        exclude: ["b"],
        caps: [
          { by: "departement", max: 2 },
          { by: "supplier", max: 3 },
        ],
        second_path: 0.5,
        no_first_path: true,
        members: ["x", "y"],
        suppose: { remove: ["y"], set: [{ member: "x", code: "Z1", status: "planned" }] },
        seed: 7,
      } as PlanRequest;
      delete request.unit;
      const draft = draftOf({ ...request, seconds: 60 }, new Map([["a", "A"]]));
      expect(draft.seconds).toBe(60);
      expect(requestOf(draft, {})).toEqual(request);
    }
  }
});

test("what replaces a pick is what was not there", () => {
  const request = requestOf(blank, {}) as PlanRequest;
  const before = { out: { code: "b", name: "b" }, request, picks: ["a", "b"].map(pick), value: 10 };
  expect(sameBut(request, { ...request, exclude: ["b"], require: ["a"] })).toBe(true);
  expect(sameBut(request, { ...request, suppose: { remove: ["x"] } })).toBe(false);
  const { came, difference } = swapped(before, { picks: ["c", "a"].map(pick), value: 8 });
  expect(came.map((p) => p.candidate)).toEqual(["c"]);
  expect(difference).toBe(-2);
  const { both, first, second } = compared(["a", "b"].map(pick), ["c", "a"].map(pick));
  expect([both, first, second].map((picks) => picks.map((p) => p.candidate))).toEqual([
    ["a"],
    ["b"],
    ["c"],
  ]);
});

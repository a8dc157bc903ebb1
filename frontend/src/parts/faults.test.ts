import { expect, test } from "vitest";
import { slugOf } from "../pages/slug";
import { groupFaults } from "./faults";

const fault = (row: number, code: string, column: string) => ({
  row,
  code,
  column,
  value: "",
  message: code,
});

test("faults of one code and column stand together, the most frequent first", () => {
  const faults = [
    fault(2, "bad", "x"),
    fault(3, "bad", "y"),
    fault(4, "bad", "y"),
    fault(5, "other", "y"),
  ];
  expect(groupFaults(faults).map((g) => [g.code, g.column, g.faults.map((f) => f.row)])).toEqual([
    ["bad", "y", [3, 4]],
    ["bad", "x", [2]],
    ["other", "y", [5]],
  ]);
});

test.each([
  ["Réseau du Sud", "reseau-du-sud"],
  ["  L’Œil & Cie ", "l-oeil-cie"],
  ["—", ""],
  ["x".repeat(60), "x".repeat(40)],
  [`${"x".repeat(39)} y`, "x".repeat(39)],
])("%s suggests %s", (name, slug) => expect(slugOf(name)).toBe(slug));

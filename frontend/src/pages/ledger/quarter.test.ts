import { expect, test } from "vitest";
import { quarterEnd, quarterOf } from "./quarter";

test("a quarter is told by the day it ends on", () => {
  expect(quarterOf("2026-03-31")).toEqual({ n: 1, year: "2026" });
  expect(quarterOf("2025-12-31")).toEqual({ n: 4, year: "2025" });
});

test("the quarter under way ends on its last day, by the clock of Paris", () => {
  expect(quarterEnd(new Date("2026-11-22T12:00:00Z"))).toBe("2026-12-31");
  expect(quarterEnd(new Date("2028-02-29T12:00:00Z"))).toBe("2028-03-31");
  // Half past midnight on 1 July in Paris.
  expect(quarterEnd(new Date("2026-06-30T22:30:00Z"))).toBe("2026-09-30");
});

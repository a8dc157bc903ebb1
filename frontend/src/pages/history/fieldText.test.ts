import { expect, test } from "vitest";
import { byChange, type HistoryLine } from "../../api/history";
import { fieldText } from "./fieldText";

test.each([
  [null, ""],
  [undefined, ""],
  ["", ""],
  [0, "0"],
  [false, "false"],
  [["dsl", "ftth"], "dsl, ftth"],
  [[3.087, 45.777], "3.087, 45.777"],
  [{ kind: "radius", radius_km: 5 }, '{"kind":"radius","radius_km":5}'],
])("%j", (value, text) => {
  expect(fieldText(value)).toBe(text);
});

test("lines of one change in a row stand together, and no line is lost", () => {
  const line = (id: number, change: string, actor = "ana") =>
    ({ id, change, actor }) as HistoryLine;
  const lines = [line(5, "b"), line(4, "b"), line(3, "a"), line(2, "b"), line(1, "b", "ben")];
  const groups = byChange(lines);
  expect(groups.map((group) => group.map((l) => l.id))).toEqual([[5, 4], [3], [2], [1]]);
});

import { expect, test } from "vitest";
import { laterChanges } from "./laterChanges";

const touched = (value: string, message: string) => ({
  field: "code",
  value,
  code: "touched_since",
  message,
});

test("entries are told under what changed them, a name with a comma whole", () => {
  expect(
    laterChanges([
      touched("A", "import:12, Rey, Claire, 2026-11-22T14:15:00Z"),
      touched("B", "import:12, Rey, Claire, 2026-11-22T14:15:00Z"),
      touched("C", "edit-7, user:3, 2026-11-23T08:00:00Z"),
      { field: "id", code: "other", message: "import:1, X, 2026-11-22T14:15:00Z" },
    ]),
  ).toEqual([
    { change: "import:12", by: "Rey, Claire", at: "2026-11-22T14:15:00Z", codes: ["A", "B"] },
    { change: "edit-7", by: "user:3", at: "2026-11-23T08:00:00Z", codes: ["C"] },
  ]);
});

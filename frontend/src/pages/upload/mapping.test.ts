import { expect, test } from "vitest";
import { fieldOf, mappingOf, toldOf, withColumn } from "./mapping";

const upload = {
  columns: [
    { column: "Réf", field: "code", samples: [] },
    { column: "Note", samples: [] },
    { column: "Note", field: "name", samples: [] },
  ],
  fields: ["code", "name", "status", "sheet"],
  mapping: { code: "Réf", name: "Note", sheet: "Feuil2" },
};

test("every field is told, columns by number, the sheet by name", () => {
  expect(mappingOf(upload)).toEqual({ code: "#1", name: "#3", status: "", sheet: "Feuil2" });
});

test("a column given to a field leaves its own, and takes it from another", () => {
  const next = withColumn(mappingOf(upload), 0, "name");
  expect(next).toEqual({ code: "", name: "#1", status: "", sheet: "Feuil2" });
  expect(fieldOf(next, 2)).toBe("");
});

test("a column read as nothing frees its field", () => {
  expect(withColumn(mappingOf(upload), 2, "")).toMatchObject({ code: "#1", name: "" });
});

test("what a name tells by itself is not told by hand", () => {
  const columns = [
    { column: "Réf", field: "code", by: "name" as const, samples: [] },
    { column: "Note", samples: [] },
  ];
  expect(toldOf({ code: "#1", name: "#2", status: "" }, { columns })).toEqual({
    name: "#2",
    status: "",
  });
  expect(toldOf({ code: "#2", name: "" }, { columns })).toEqual({ code: "#2", name: "" });
});

import { expect, test } from "vitest";
import { home, places, readAddress } from "../address/address";
import { filterOf, tileQuery } from "./filter";

const dated = readAddress("?layer=households&as_of=2025-03-12&technology=ftth");

test("the layer and the day go with every question, the day alone with tiles", () => {
  const filter = filterOf(dated);
  expect(filter).toEqual({
    technology: ["ftth"],
    layer: "households",
    as_of: "2025-03-12",
  });
  expect(tileQuery(filter)).toBe("?technology=ftth&as_of=2025-03-12");
});

test("nothing chosen asks for nothing: population, as things are now", () => {
  expect(filterOf(home)).toEqual({});
  expect(tileQuery(filterOf(home))).toBe("");
});

test.each(places)("on the page %s", (view) => {
  // Lists are of entries as they are, the ledger of quarters: no figure of another day, nor in another unit.
  const takes = view !== "lists" && view !== "ledger";
  const filter = filterOf({ ...dated, view });
  expect(filter.as_of).toBe(takes ? "2025-03-12" : undefined);
  expect(filter.layer).toBe(takes ? "households" : undefined);
});

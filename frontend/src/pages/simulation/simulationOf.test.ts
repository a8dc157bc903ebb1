import { expect, test } from "vitest";
import { home } from "../../address/address";
import { simulationOf } from "./simulationOf";

test("supposing nothing asks nothing", () => {
  expect(simulationOf(home, "x")).toBeNull();
});

test("units become zones by kind, of what is counted", () => {
  const input = simulationOf(
    {
      ...home,
      technologies: ["dsl"],
      statuses: ["planned"],
      territory: "metropole",
      remove: ["a"],
      add: [
        { kind: "epci", code: "1" },
        { kind: "commune", code: "2" },
        { kind: "epci", code: "3" },
        { kind: "region", code: "4" },
      ],
    },
    "x",
  );
  const zone = { name: "x", technologies: ["dsl"], status: "planned" };
  expect(input).toEqual({
    technology: ["dsl"],
    status: ["planned"],
    territory: "metropole",
    unit: "departement",
    outline: true,
    remove: ["a"],
    add: {
      zones: [
        { ...zone, extent: { kind: "communes", codes: ["2"] } },
        { ...zone, extent: { kind: "epci", codes: ["1", "3"] } },
      ],
    },
  });
});

test("zones that nobody asked to narrow are counted as they are", () => {
  const input = simulationOf({ ...home, add: [{ kind: "commune", code: "2" }] }, "x");
  expect(input?.add?.zones[0]).toMatchObject({ technologies: ["ftth"], status: "operational" });
});

import { expect, test } from "vitest";
import {
  type Address,
  home,
  onlookers,
  readAddress,
  statuses,
  technologies,
  territories,
  views,
  writeAddress,
} from "./address";

/** A small seeded generator (mulberry32), so that a failure can be replayed. */
function random(seed: number) {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function randomAddress(next: () => number): Address {
  const some = <T>(all: readonly T[]) => all.filter(() => next() < 0.3);
  const one = <T>(all: readonly T[]) => all[Math.floor(next() * all.length)] as T;
  const maybe = <T>(make: () => T) => (next() < 0.5 ? make() : null);
  const slugs = ["azur-fibre", "k-net", "reseau-du-sud", "x1"];
  return {
    view: one(views),
    members: some(slugs),
    technologies: some(technologies),
    statuses: some(statuses),
    unit: one(["commune", "epci", "departement", "region", "znro"]),
    territory: one(["", ...territories]),
    layer: one(["", "households", "lines-2026"]),
    day: one(["", "2019-12-31", "2024-02-29", "2031-07-01"]),
    of: maybe(() => one(slugs)),
    pair: maybe(() => ["azur-fibre", "x1"] as [string, string]),
    at: maybe(
      () =>
        [Math.round(next() * 36e7 - 18e7) / 1e6, Math.round(next() * 18e7 - 9e7) / 1e6] as [
          number,
          number,
        ],
    ),
    place: maybe(() => ({
      kind: one(["commune", "epci"]),
      code: one(["01001", "2A004", "200054781"]),
    })),
    pops: next() < 0.5,
    zones: next() < 0.5,
    upload: maybe(() => 1 + Math.floor(next() * 1e6)),
    as: maybe(() => one(onlookers)),
    remove: some(slugs),
    join: some(slugs),
    add: some(["01001", "2A004", "63113"]).map((code) => ({ kind: "commune", code })),
    regions: next() < 0.5,
    plan: maybe(() => 1 + Math.floor(next() * 1e6)),
    proposal: maybe(() => 1 + Math.floor(next() * 1e6)),
    quarter: one(["", "2025-12-31", "2026-03-31"]),
    against: maybe(() => 1 + Math.floor(next() * 1e6)),
    change: maybe(() => one(["import:12", "audience:3f", "1b2c-77"])),
  };
}

test("what is written is read back", () => {
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
  const next = random(seed);
  for (let i = 0; i < 2000; i++) {
    const address = randomAddress(next);
    expect(readAddress(writeAddress(address)), `SEED=${seed} round ${i}`).toEqual(address);
  }
});

test("home has an empty query", () => {
  expect(writeAddress(home)).toBe("");
  expect(readAddress("")).toEqual(home);
});

test.each([
  ["?view=nowhere", {}],
  ["?technology=ftth,wimax&status=best", { technologies: ["ftth"] }],
  ["?technology=ftth&technology=dsl", { technologies: ["ftth", "dsl"] }],
  ["?at=2.35", {}],
  ["?at=2.35,", {}],
  ["?at=nan,48", {}],
  ["?at=200,48", {}],
  ["?at=2.35,48.85", { at: [2.35, 48.85] }],
  ["?place=75056", {}],
  ["?place=commune:75056", { place: { kind: "commune", code: "75056" } }],
  ["?pair=a", {}],
  ["?upload=-3", {}],
  ["?upload=1e99", {}],
  ["?territory=corse", {}],
  ["?layer=population", {}],
  ["?layer=households&as_of=2025-03-12", { layer: "households", day: "2025-03-12" }],
  ["?layer=a%20b", {}],
  ["?as_of=2025-02-30", {}],
  ["?as_of=2025-13-01", {}],
  ["?as_of=12/03/2025", {}],
  ["?as_of=0202-01-01", {}],
  ["?member=<script>,a-b", { members: ["a-b"] }],
] as const)("%s", (search, wanted) => {
  const got = readAddress(search);
  expect(got).toEqual({ ...home, ...wanted });
});

import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { expect, test } from "vitest";
import { home } from "../address/address";
import { depthClasses, palettes } from "../theme/colors";
import { pattern } from "./patterns";
import type { Picture } from "./picture";
import { circles, points } from "./plan";
import { styleOf } from "./style";
import { answerOf, outlinesOf } from "./usePicture";

const origin = "http://127.0.0.1:8080";

function picture(change: Partial<Picture> = {}): Picture {
  return {
    scheme: "light",
    ready: true,
    answer: answerOf(home, depthClasses(5, palettes.light.depth)),
    pops: null,
    zones: null,
    units: null,
    regions: null,
    plan: null,
    changes: null,
    colors: { "azur-fibre": "#112233" },
    mark: null,
    place: null,
    attribution: "IGN",
    ...change,
  };
}

const of = "azur-fibre";
const pictures: [string, Picture][] = [
  ["coverage", picture()],
  [
    "coverage, one deep",
    picture({ answer: answerOf(home, depthClasses(1, palettes.light.depth)) }),
  ],
  [
    "coverage, sixty deep",
    picture({ answer: answerOf(home, depthClasses(60, palettes.light.depth)), scheme: "dark" }),
  ],
  [
    "planned",
    picture({
      answer: answerOf(
        { ...home, statuses: ["operational", "planned"] },
        depthClasses(3, palettes.light.depth),
      ),
    }),
  ],
  [
    "gaps",
    picture({ answer: answerOf({ ...home, view: "gaps" }, depthClasses(3, palettes.light.depth)) }),
  ],
  [
    "openings",
    picture({
      answer: answerOf({ ...home, view: "openings", of }, depthClasses(3, palettes.light.depth)),
    }),
  ],
  [
    "pair",
    picture({
      answer: answerOf(
        { ...home, view: "overlaps", pair: ["a", "b"] },
        depthClasses(3, palettes.light.depth),
      ),
    }),
  ],
  [
    "reach",
    picture({
      answer: answerOf({ ...home, view: "members", of }, depthClasses(3, palettes.light.depth)),
      pops: "",
      zones: "",
    }),
  ],
  ["no member known", picture({ colors: {}, pops: "", zones: "" })],
  ["a point", picture({ mark: [2.35, 48.85] })],
  [
    "a commune",
    picture({ place: { kind: "commune", code: "75056", box: null }, mark: [2.35, 48.85] }),
  ],
  ["an EPCI", picture({ place: { kind: "epci", code: "200054781", box: [2, 48, 3, 49] } })],
  ["loaded units", picture({ units: "nro" })],
  [
    "a loaded unit",
    picture({ units: "nro", place: { kind: "nro", code: "N1", box: [2, 48, 3, 49] } }),
  ],
  [
    "a plan",
    picture({
      plan: {
        candidates: points([{ at: [1, 45] }]),
        land: circles([{ at: [2, 46] }], 10),
        picks: points([{ at: [2, 46] }]),
      },
    }),
  ],
  ["not ready", picture({ ready: false })],
];

test.each(pictures)("%s makes a valid style", (_, shown) => {
  expect(validateStyleMin(styleOf(shown, origin))).toEqual([]);
});

test.each(pictures)("%s asks this origin alone", (_, shown) => {
  const style = styleOf(shown, origin);
  expect(style.glyphs).toBeUndefined();
  expect(style.sprite).toBeUndefined();
  for (const source of Object.values(style.sources)) {
    if (source.type === "vector") {
      for (const url of source.tiles ?? []) expect(url.startsWith(`${origin}/tiles/`)).toBe(true);
    }
  }
});

test.each(pictures)("%s draws only patterns that exist", (_, shown) => {
  for (const layer of styleOf(shown, origin).layers) {
    const name = layer.type === "fill" ? layer.paint?.["fill-pattern"] : undefined;
    if (typeof name === "string") expect(pattern(name), name).not.toBeNull();
  }
});

test("a filter reaches the tiles", () => {
  const address = { ...home, technologies: ["ftth" as const], members: ["b", "a"] };
  const style = styleOf(
    picture({ answer: answerOf(address, depthClasses(2, palettes.light.depth)) }),
    origin,
  );
  const source = style.sources.coverage;
  expect(source?.type === "vector" && source.tiles?.[0]).toBe(
    `${origin}/tiles/coverage/{z}/{x}/{y}.mvt?member=a&member=b&technology=ftth`,
  );
});

test("units that the instance has loaded are outlined", () => {
  expect(outlinesOf(home)).toBeNull();
  expect(outlinesOf({ ...home, unit: "nro" })).toBe("nro");
  expect(outlinesOf({ ...home, unit: "nro", view: "overlaps" })).toBeNull();
  expect(outlinesOf({ ...home, place: { kind: "pm", code: "1" } })).toBe("pm");
  const style = styleOf(picture({ units: "nro" }), origin);
  const source = style.sources.units;
  expect(source?.type === "vector" && source.tiles?.[0]).toBe(
    `${origin}/tiles/units/{z}/{x}/{y}.mvt?unit=nro`,
  );
});

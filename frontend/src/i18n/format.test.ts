import { describe, expect, test } from "vitest";
import { en } from "./en";
import { formats } from "./format";
import { fr } from "./fr";
import { initialLanguage } from "./words";

/** Every space the locale may put between groups, as a plain one. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

describe("French figures", () => {
  const f = formats("fr", fr.units);
  test.each([
    [f.measure(1.5), "1,5"],
    [f.measure(100), "100"],
    [f.km2(12345.6), "12 345,6 km²"],
    [f.km2(551500.4), "551 500 km²"],
    [f.km2(0), "0,0 km²"],
    [f.weight(68_287_000), "68,3 M hab."],
    [f.weight(999_999), "1,0 M hab."],
    [f.weight(12_345), "12 345 hab."],
    [f.weight(12_345, ""), "12 345"],
    [f.bytes(640_400), "640 ko"],
    [f.bytes(12_400_000), "12,4 Mo"],
    [f.percent(0.993), "99,3 %"],
    [f.percent(0.99999), "> 99,9 %"],
    [f.percent(1), "100,0 %"],
    [f.percent(0.0001), "< 0,1 %"],
    [f.percent(0), "0,0 %"],
    [f.number(-0), "0"],
    [f.date("2026-11-22"), "22 novembre 2026"],
    [f.date("2023-01-01"), "1er janvier 2023"],
  ])("%s", (written, wanted) => expect(plain(written)).toBe(wanted));
});

describe("English figures", () => {
  const f = formats("en", en.units);
  test.each([
    [f.km2(12345.6), "12,345.6 km²"],
    [f.weight(68_287_000), "68.3 M inh."],
    [f.percent(0.993), "99.3%"],
  ])("%s", (written, wanted) => expect(plain(written)).toBe(wanted));
});

test.each([
  ["?lang=en", null, "en"],
  ["?lang=fr", "en", "fr"],
  ["", "en", "en"],
  ["?lang=de", null, "fr"],
  ["", "de", "fr"],
] as const)("language of %s with %s kept is %s", (search, kept, wanted) => {
  expect(initialLanguage(search, kept)).toBe(wanted);
});

test("no word is empty, and both languages say something of their own", () => {
  const words = (value: unknown, path: string): [string, string][] =>
    typeof value === "string"
      ? [[path, value]]
      : typeof value === "function"
        ? [[path, value(2, "2")]]
        : Object.entries(value as object).flatMap(([key, inner]) => words(inner, `${path}.${key}`));
  const french = words(fr, "");
  const english = new Map(words(en, ""));
  for (const [path, text] of french) {
    expect(text, path).not.toBe("");
    expect(english.get(path), path).toBeTruthy();
  }
  const same = french.filter(([path, text]) => english.get(path) === text);
  // Proper names, units and technologies are the same; sentences are not.
  expect(same.filter(([, text]) => text.split(" ").length > 3)).toEqual([]);
});

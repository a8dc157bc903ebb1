import { expect, test } from "vitest";
import { slugOf } from "./slug";

test.each([
  ["Réseau du Sud", "reseau-du-sud"],
  ["  L’Œil & Cie ", "l-oeil-cie"],
  ["—", ""],
  ["x".repeat(60), "x".repeat(40)],
  [`${"x".repeat(39)} y`, "x".repeat(39)],
])("%s suggests %s", (name, slug) => expect(slugOf(name)).toBe(slug));

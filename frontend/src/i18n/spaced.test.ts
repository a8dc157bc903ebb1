import { expect, test } from "vitest";
import { fr } from "./fr";
import { spaced } from "./spaced";

const breaks = / [:;?!»%]|« /;

test("no mark of punctuation stands alone on a line of the French interface", () => {
  const broken: string[] = [];
  let texts = 0;
  const look = (word: unknown, at: string) => {
    if (typeof word === "string") {
      texts += 1;
      if (breaks.test(word)) broken.push(`${at}: ${word}`);
    } else if (word && typeof word === "object")
      for (const [key, value] of Object.entries(word)) look(value, `${at}.${key}`);
  };
  look(fr, "fr");
  expect(broken).toEqual([]);
  expect(texts).toBeGreaterThan(500);
  expect(fr.intake.previewHelp).toBe("Les premières lignes, lues ainsi\u00a0:");
  expect(fr.intake.usedAsOf("Ouvert")).toBe("Ouvert\u00a0: lue comme");
});

test("times, addresses and other marks are left as they are", () => {
  expect(spaced("à 18:05, https://x.fr/?a=b")).toBe("à 18:05, https://x.fr/?a=b");
  expect(spaced(["Quoi ?", { a: () => "« oui » ; non !" }])).toMatchObject(["Quoi\u202f?", {}]);
});

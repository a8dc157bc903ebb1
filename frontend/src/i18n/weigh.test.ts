import { expect, test } from "vitest";
import { weigh } from "./weigh";

test("households are not inhabitants", () => {
  const { t, f } = weigh("fr", "ménages");
  expect(f.weight(1234).replace(/\s/g, " ")).toBe("1 234 ménages");
  expect(f.people).toBe("ménages");
  expect(t.coverage.of("toute la France")).toBe("des ménages de toute la France");
  expect(t.coverage.columns.weight).toBe("Ménages");
  // What says nothing of population stays, and so does the population of a commune.
  expect(t.coverage.columns.share).toBe("Couvert");
  expect(t.units.people).toBe("hab.");
});

test("usual units are told in English, others as the layer has them", () => {
  expect(weigh("en", "ménages").f.people).toBe("households");
  expect(weigh("en", "prises").f.people).toBe("prises");
});

test("a layer of inhabitants has the usual words", () => {
  const { t, f } = weigh("fr", "habitants");
  expect(f.people).toBe("hab.");
  expect(t.coverage.of("la Guyane")).toBe("de la population de la Guyane");
});

import { expect, test } from "vitest";
import { history as en } from "../../i18n/en/history";
import { history as fr } from "../../i18n/fr/history";
import { actorText } from "./actorText";

test("the command line and the demonstration are named in the reader's language", () => {
  expect(actorText("command line (root)", fr)).toBe("Ligne de commande (root)");
  expect(actorText("command line (root)", en)).toBe("Command line (root)");
  expect(actorText("demo", fr)).toBe("Démonstration");
});

test("people keep their names", () => {
  expect(actorText("Marie Curie", fr)).toBe("Marie Curie");
  expect(actorText("user:12", fr)).toBe("user:12");
});

// Files of several lists: the sheet or layer is chosen on the page.
import { resolve } from "node:path";
import { expect, test } from "./driver";

// Of the corpus that the readers are held to.
const corpus = resolve("../inventory/intake/testdata/corpus");

test("another sheet of a workbook is chosen after the upload", async ({ maillage }) => {
  const { panel } = maillage;
  await maillage.read(`?view=lists&of=${await maillage.newMember("essai-feuilles")}`);
  await panel.locator("input[type=file]").setInputFiles(`${corpus}/pops-xlsx-named.xlsx`);
  const sheet = panel.getByLabel("Feuille ou couche lue");
  await expect(sheet).toHaveValue("2023");
  await panel.getByRole("tab", { name: "Ce qui change" }).click();
  await expect(panel.getByRole("button", { name: "Ancien" })).toBeVisible();
  await sheet.selectOption("2024");
  await expect(panel.getByRole("button", { name: "Nouveau" })).toBeVisible();
  await expect(panel.getByRole("button", { name: "Ancien" })).toHaveCount(0);
  await maillage.shot("sheet");
});

test("a map file of two layers is read once one is chosen", async ({ maillage }) => {
  const { panel } = maillage;
  await maillage.read(`?view=lists&of=${await maillage.newMember("essai-couches")}`);
  await panel.locator("input[type=file]").setInputFiles(`${corpus}/pops-two-layers.zip`);
  await expect(panel.getByText(/Plusieurs couches/)).toBeVisible();
  expect(await maillage.barriers()).toEqual([]);
  await maillage.shot("layers");
  await panel.getByLabel("Feuille ou couche lue").selectOption("b");
  await expect(panel.getByRole("button", { name: "Intégrer la liste" })).toBeVisible();
});

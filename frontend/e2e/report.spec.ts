// The report of an upload, taken as a workbook: it is the list with what is wrong
// beside it, and goes in again as it is.
import { expect, test } from "./driver";

const list = `Nom du site;Lat;Long;Type;État;Débit
=Clermont;45,7772;3,0870;NRA;en service;10
Riom;45,8930;3,1130;pop;en serviice;2,5
Vichy;46,1278;3,4260;pop;prévu;
`;

test("the workbook of the report goes in again as it is, and mended", async ({
  maillage,
}, info) => {
  const { page, panel } = maillage;
  const slug = await maillage.newMember("essai-rapport");
  await maillage.read(`?view=lists&of=${slug}`);
  await maillage.upload("sites.csv", list);
  await expect(panel.getByText("3 lignes lues")).toBeVisible();
  await expect(panel.getByText("1 refusée")).toBeVisible();
  const download = page.waitForEvent("download");
  await panel.getByRole("link", { name: "Rapport XLSX" }).click();
  const report = info.outputPath("rapport.xlsx");
  await (await download).saveAs(report);

  // As it is: the same rows, the same fault, and its own two columns left alone.
  await maillage.read(`?view=lists&of=${slug}`);
  await panel.locator("input[type=file]").setInputFiles(report);
  await expect(maillage.title("rapport.xlsx")).toBeVisible();
  await expect(panel.getByText("3 lignes lues")).toBeVisible();
  await expect(panel.getByText("1 refusée")).toBeVisible();
  await panel.getByRole("tab", { name: "Colonnes" }).click();
  await expect(panel.getByText("c’est une colonne de notre propre rapport")).toHaveCount(2);
  await maillage.shot("report-again");

  await panel.getByRole("tab", { name: "À corriger" }).click();
  await panel.getByLabel(/À la place de «\sen serviice\s»/).selectOption({ label: "En service" });
  await expect(panel.getByText("3 valables")).toBeVisible();
  await panel.getByRole("tab", { name: "Ce qui change" }).click();
  await panel.getByRole("button", { name: "Intégrer la liste" }).click();
  await expect(panel.getByText("Intégrée", { exact: true })).toBeVisible();
  const kept = await page.request.get(`${maillage.url}/api/v1/members/${slug}/pops`);
  const names = (await kept.json()).items.map((pop: { name: string }) => pop.name).sort();
  expect(names).toEqual(["=Clermont", "Riom", "Vichy"]);
});

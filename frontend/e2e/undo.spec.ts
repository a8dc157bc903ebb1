// Going back: what stands in the way of taking a list back is told and reached, and
// an earlier day's list is prepared to be looked at.
import { expect, type Maillage, test } from "./driver";

const head = "code;nom;longitude;latitude\n";

async function commit(maillage: Maillage, slug: string, name: string, rows: string) {
  await maillage.read(`?view=lists&of=${slug}`);
  await maillage.upload(name, head + rows);
  await maillage.panel.getByRole("button", { name: "Intégrer la liste" }).click();
  await expect(maillage.panel.getByText("Intégrée", { exact: true })).toBeVisible();
  return maillage.page.url();
}

test("what stands in the way of taking a list back is told, with the way to it", async ({
  maillage,
}) => {
  const { page, panel } = maillage;
  const slug = await maillage.newMember("essai-retrait");
  const first = await commit(
    maillage,
    slug,
    "un.csv",
    "A;Riom;3,113;45,893\nB;Thiers;3,548;45,856\n",
  );
  await commit(maillage, slug, "deux.csv", "A;Riom centre;3,113;45,893\n");
  await page.goto(first);
  await panel.getByRole("button", { name: "Retirer cette liste" }).click();
  const refusal = panel.getByRole("alert");
  await expect(refusal).toContainText("Des entrées ont changé depuis");
  await expect(refusal.getByRole("listitem")).toHaveCount(1);
  await expect(refusal.locator(".code")).toHaveText("A");
  expect(await maillage.barriers()).toEqual([]);
  await maillage.shot("undo-refused");
  await refusal.getByRole("button", { name: /^Liste n° \d+$/ }).click();
  await expect(maillage.title("deux.csv")).toBeVisible();
  // Once the later one is gone, the first goes too.
  for (const upload of [null, first]) {
    if (upload) await page.goto(upload);
    await panel.getByRole("button", { name: "Retirer cette liste" }).click();
    await expect(panel.getByText("Retirée", { exact: true })).toBeVisible();
  }
  expect((await maillage.members()).find((m) => m.slug === slug)?.pops).toBe(0);
});

test("an earlier day's list is prepared, and changes nothing by itself", async ({ maillage }) => {
  const { panel } = maillage;
  const slug = await maillage.newMember("essai-jour");
  await commit(maillage, slug, "un.csv", "A;Riom;3,113;45,893\nB;Thiers;3,548;45,856\n");
  await maillage.read(`?view=lists&of=${slug}`);
  await panel.getByText("Revenir à un jour passé").click();
  const day = panel.getByLabel("Jour", { exact: true });
  const prepare = panel.getByRole("button", { name: /^Préparer/ });
  // What an instance knows began when it was filled: nothing before that day is known.
  await day.fill("2020-01-31");
  await prepare.click();
  await expect(panel.getByRole("alert")).toContainText("31");
  await maillage.shot("restore-nothing");
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Paris" }).format();
  await day.fill(today);
  await prepare.click();
  await expect(maillage.title(`pops-${today}.csv`)).toBeVisible();
  await panel.getByRole("tab", { name: "Ce qui change" }).click();
  await expect(panel.getByRole("button", { name: /Inchangées\s*2/ })).toBeVisible();
  await expect(panel.getByText("Le fichier correspond déjà à l’inventaire.").first()).toBeVisible();
  await maillage.shot("restored");
});

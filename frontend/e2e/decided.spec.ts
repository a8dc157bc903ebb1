// What a keeper finds of a list once it is decided, and of its entries.
import { expect, test } from "./driver";

const list = `code;nom;longitude;latitude;commune;débit;type
D1;Riom;3,1130;45,8930;;1,5;NRO
D2;Lyon;;;Lyon;100;pop
D3;Vichy;;;Vichy;10;pop
D4;Mer;-8,2;45,5;;10;pop
`;

test("rows that differ are told apart, and a decided list is read, not mended", async ({
  maillage,
}) => {
  const { page, panel } = maillage;
  const slug = await maillage.newMember("essai-decide");
  await maillage.read(`?view=lists&of=${slug}`);
  await maillage.upload("sites.csv", list);
  await expect(maillage.title("sites.csv")).toBeVisible();
  // Two towns' centres: the words of the first are its own, and both are named.
  const approximate = panel.getByRole("listitem").filter({ hasText: "Pas de coordonnées" }).first();
  await expect(approximate).toContainText(/Ligne 3\s:/);
  await expect(approximate).toContainText("Lyon");
  await expect(approximate).toContainText("Vichy");
  await expect(panel.getByRole("button", { name: "Modifier dans le tableau" })).toHaveCount(2);

  await panel.getByRole("button", { name: "Intégrer les 3 lignes valables" }).click();
  await expect(panel.getByText(/sans sa ligne refusée/).first()).toBeVisible();
  // The button that had the focus is gone: the list's name has it, not the page.
  await expect(maillage.title("sites.csv")).toBeFocused();
  await panel.getByRole("tab", { name: "Remarques" }).click();
  await expect(panel.getByRole("button", { name: "Modifier dans le tableau" })).toHaveCount(0);
  await expect(panel.getByRole("button", { name: "Voir dans le tableau" })).toHaveCount(2);

  // Opened from the end of a page, another is read from its top.
  await page.goto(`${maillage.url}/?view=lists&of=${slug}`);
  const opened = panel.getByRole("button", { name: /sites\.csv/ });
  await opened.scrollIntoViewIfNeeded();
  await opened.click();
  await expect(maillage.title("sites.csv")).toBeInViewport();

  // Its capacity stands as it was given.
  await maillage.read(`?view=members&of=${slug}`);
  await panel.getByRole("tab", { name: /Points de présence/ }).click();
  await expect(panel.getByText(/1,5\sGbit\/s/)).toBeVisible();
  await expect(panel.getByText("Central (NRA, NRO)")).toBeVisible();
});

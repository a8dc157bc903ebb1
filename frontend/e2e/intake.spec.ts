// A messy list from the file to the inventory and out again, as a member does it.
import { expect, type Maillage, test } from "./driver";

const messy = `Liste des sites 2026;;;;;;;
Réf;Nom du POP;Lat;Long;Type;État;Commentaire;Ouvert
M-1;Clermont Jaude;45,7772;3,0870;NRA;en service;ok;01/02/2024
M-2;Lyon Part-Dieu;4,8590;45,7606;pop;en service;;12/05/2023
M-3;Riom;45,8930;3,1130;pop;en service;;12/05/2023
M-4;Issoire;;;pop;en service;sans position;
M-5;Vichy;46,1278;3,4260;pop;en serviice;;
M-6;Thiers;45,8560;3,5480;pop;en serviice;;
M-7;Ambert;45,5490;3,7420;pop;en service;;soon
`;

async function member(maillage: Maillage): Promise<string> {
  const slug = `essai-depot-${Date.now() % 1e8}`;
  const added = await maillage.page.request.post(`${maillage.url}/api/v1/members`, {
    data: { slug, name: slug },
  });
  expect(added.ok()).toBe(true);
  return slug;
}

const pops = async (maillage: Maillage, slug: string) =>
  (await maillage.members()).find((m) => m.slug === slug)?.pops;

// What the page says at each step, in its two languages.
const words = {
  fr: {
    read: "7 lignes lues",
    columns: "Colonnes",
    readAs: "Ouvert : lue comme",
    opened: "mise en service",
    preview: "Aperçu",
    day: "1er février 2024",
    keepColumns: "Garder ces colonnes",
    chosen: "choisie par vous",
    toMend: "À corriger",
    mend: /Corriger «\slon 45/,
    swapped: "inversées",
    instead: /À la place de «\sen serviice\s»/,
    inService: "En service",
    place: "Placer sur la carte",
    savePlace: "Enregistrer cette place",
    placed: "Toutes ces lignes ont leur place.",
    done: "Terminer",
    grid: "Toutes les lignes",
    check: "Vérifier la modification",
    close: "Fermer",
    valid: "7 valables",
    refused: "refusée",
    changes: "Ce qui change",
    added: /Ajouts\s*7/,
    onMap: "Sur la carte",
    commit: "Intégrer la liste",
    committed: "Intégrée",
    undo: "Retirer cette liste",
    undone: "Retirée",
  },
  en: {
    read: "7 rows read",
    columns: "Columns",
    readAs: "Ouvert: read as",
    opened: "opened on",
    preview: "Preview",
    day: "1 February 2024",
    keepColumns: "Keep these columns",
    chosen: "chosen by you",
    toMend: "To mend",
    mend: /Mend “lon 45/,
    swapped: "look swapped",
    instead: "Instead of “en serviice”",
    inService: "Operational",
    place: "Place on the map",
    savePlace: "Save this place",
    placed: "All these rows have their place.",
    done: "Done",
    grid: "All rows",
    check: "Check the change",
    close: "Close",
    valid: "7 valid",
    refused: "rejected",
    changes: "What changes",
    added: /Added\s*7/,
    onMap: "On the map",
    commit: "Commit the list",
    committed: "Committed",
    undo: "Take this list back",
    undone: "Taken back",
  },
};

async function mendAndCommit(maillage: Maillage, lang: keyof typeof words) {
  const { page, panel } = maillage;
  const w = words[lang];
  const slug = await member(maillage);
  await maillage.read(`?view=lists&of=${slug}&lang=${lang}`);
  await panel
    .locator("input[type=file]")
    .setInputFiles({ name: "sites.csv", mimeType: "text/csv", buffer: Buffer.from(messy) });
  await expect(maillage.title("sites.csv")).toBeVisible();
  await expect(panel.getByText(w.read)).toBeVisible();

  // A column that no name told is read as chosen, its rows shown before it is kept.
  await panel.getByRole("tab", { name: w.columns }).click();
  await panel.getByLabel(w.readAs).selectOption({ label: w.opened });
  await expect(panel.getByRole("region", { name: w.preview })).toContainText(w.day);
  await panel.getByRole("button", { name: w.keepColumns }).click();
  await expect(panel.getByText(w.chosen)).toHaveCount(1);
  await expect(panel.getByRole("button", { name: w.keepColumns })).toHaveCount(0);

  // Three kinds of repair: offered, chosen for all alike, put on the map.
  await panel.getByRole("tab", { name: w.toMend }).click();
  await panel.getByRole("button", { name: w.mend }).click();
  await expect(panel.getByText(w.swapped)).toHaveCount(0);
  await panel.getByLabel(w.instead).selectOption({ label: w.inService });
  await expect(panel.getByText("en serviice")).toHaveCount(0);
  await panel.getByRole("button", { name: w.place }).click();
  await expect(panel.getByText("Issoire")).toBeVisible();
  await maillage.mapIsStill();
  await maillage.ask(3.25, 45.54);
  await expect(panel.getByLabel("Longitude, latitude")).toHaveValue(/^3\.2\d+, 45\.5\d+$/);
  await panel.getByRole("button", { name: w.savePlace }).click();
  await expect(panel.getByText(w.placed)).toBeVisible();
  await panel.getByRole("button", { name: w.done }).click();

  // The last in the table of rows, by keyboard alone.
  await panel.getByRole("button", { name: w.grid }).click();
  const grid = page.getByRole("grid");
  await grid.getByRole("gridcell", { name: "soon" }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("03/04/2025");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: w.check }).click();
  await expect(page.getByRole("gridcell", { name: "03/04/2025" })).not.toHaveAttribute(
    "aria-invalid",
  );
  expect(await maillage.barriers()).toEqual([]);
  await page.getByRole("button", { name: w.close, exact: true }).last().click();

  // A reload finds the same work.
  await page.reload();
  await expect(panel.getByText(w.valid)).toBeVisible();
  await expect(panel.getByText(w.refused)).toHaveCount(0);
  await panel.getByRole("tab", { name: w.changes }).click();
  await expect(panel.getByRole("button", { name: w.added })).toBeVisible();
  await panel.getByRole("button", { name: w.onMap }).click();
  await maillage.shows("changes-added");
  await maillage.shot(`compared-${lang}`);
  expect(await pops(maillage, slug)).toBe(0);
  await panel.getByRole("button", { name: w.commit }).click();
  await expect(panel.getByText(w.committed, { exact: true })).toBeVisible();
  expect(await pops(maillage, slug)).toBe(7);
  await panel.getByRole("button", { name: w.undo }).click();
  await expect(panel.getByText(w.undone, { exact: true })).toBeVisible();
  expect(await pops(maillage, slug)).toBe(0);
}

for (const lang of ["fr", "en"] as const)
  test(`a messy list is mended on the page, compared on the map, committed and taken back, ${lang}`, async ({
    maillage,
  }) => mendAndCommit(maillage, lang));

const head = "code;nom;longitude;latitude\n";
// Enough of them that removing most is asked again.
const others = Array.from({ length: 30 }, (_, i) => `B${i};Riom ${i};3,1${i + 10};45,89\n`);
const first = `${head}A;Clermont;3,0870;45,7772\n${others.join("")}`;
const second = `${head}A;Clermont-Ferrand;3,0870;45,7772\nE;Thiers;3,5480;45,8560\n`;

test("old and new stand side by side, and a large removal is asked again", async ({ maillage }) => {
  const { page, panel } = maillage;
  const slug = await member(maillage);
  await maillage.read(`?view=lists&of=${slug}&lang=en`);
  const send = (name: string, content: string) =>
    panel
      .locator("input[type=file]")
      .setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(content) });
  await send("first.csv", first);
  await panel.getByRole("button", { name: "Commit the list" }).click();
  await expect(panel.getByText("Committed", { exact: true })).toBeVisible();
  await panel.getByRole("button", { name: "Upload another list" }).click();
  await send("second.csv", second);
  await expect(maillage.title("second.csv")).toBeVisible();
  await panel.getByText("are removed", { exact: true }).click();
  await panel.getByRole("tab", { name: "What changes" }).click();
  await expect(panel.getByRole("button", { name: /Removed\s*30/ })).toBeVisible();
  await panel.getByRole("button", { name: /Changed\s*1/ }).click();
  const sides = panel.getByRole("row", { name: /name Clermont Clermont-Ferrand/ });
  await expect(sides).toBeVisible();
  expect(await maillage.barriers()).toEqual([]);
  await panel.getByRole("button", { name: "Commit the list" }).click();
  await expect(panel.getByText("30 entries absent from the file will be removed")).toBeVisible();
  await panel.getByRole("group").getByRole("button", { name: "Commit the list" }).click();
  await expect(panel.getByText("Committed", { exact: true })).toBeVisible();
  expect(await pops(maillage, slug)).toBe(2);
  await page.goto(`${maillage.url}/?view=lists&of=${slug}&lang=en`);
  const download = page.waitForEvent("download");
  await panel.getByRole("link", { name: "Points of presence, CSV" }).click();
  expect((await download).suggestedFilename()).toMatch(/pops.*\.csv$/);
});

// Lists as operators published them go in by the page with their headers as they
// are: those beside the real territory where there are any, else small ones here.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { expect, test } from "./driver";

function samples(): string {
  const territory = process.env.MAILLAGE_TERRITORY ?? "../../shared/territory";
  if (/^https?:/.test(territory) || !existsSync(territory)) return "";
  const folder = statSync(territory).isDirectory() ? territory : dirname(territory);
  return resolve(folder, "../samples");
}

interface List {
  name: string;
  text: string;
}

const ours: List[] = [
  {
    name: "villes.csv",
    text: "label,latitude,longitude,type\nRiom,45.893,3.113,Node\nVichy,46.128,3.426,Node\n",
  },
  { name: "points.csv", text: "Nom;Lat;Long\nThiers;45,856;3,548\nAmbert;45,549;3,742\n" },
  {
    name: "fac.json",
    text: JSON.stringify([
      { id: 52, name: "DC Riom", city: "Riom", country: "FR", latitude: 45.893, longitude: 3.113 },
    ]),
  },
];

function lists(): List[] {
  const folder = samples();
  const names = existsSync(folder)
    ? readdirSync(folder).filter((name) => /^pops-.*\.csv$|^(net)?fac-.*\.json$/.test(name))
    : [];
  if (names.length > 0)
    return names.map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
  process.stderr.write(
    `no real lists beside the territory (${folder || "none"}): small ones of our own\n`,
  );
  return ours;
}

/** Entries of a list: an array of objects, or lines under a header. */
const entries = ({ name, text }: List): number =>
  name.endsWith(".json")
    ? (JSON.parse(text) as unknown[]).length
    : text.trim().split(/\r?\n/).length - 1;

for (const list of lists()) {
  test(`${basename(list.name)} goes in as it is, and out again`, async ({ maillage }) => {
    const { panel } = maillage;
    const slug = await maillage.newMember(`essai-${list.name.replace(/\W+/g, "-").toLowerCase()}`);
    await maillage.read(`?view=lists&of=${slug}`);
    await maillage.upload(list.name, list.text);
    await expect(maillage.title(list.name)).toBeVisible();
    // Addresses, where it has some, are looked up first.
    const n = entries(list);
    await expect(
      panel.getByText(`${n} lignes lues`).or(panel.getByText(`${n} ligne lue`)),
    ).toBeVisible();
    await panel.getByRole("tab", { name: "Colonnes" }).click();
    await expect(panel.getByText("choisie par vous")).toHaveCount(0);
    await maillage.shot(`real-${list.name}`);
    await panel.getByRole("button", { name: /^Intégrer/ }).click();
    await expect(panel.getByText("Intégrée", { exact: true })).toBeVisible();
    const there = (await maillage.members()).find((m) => m.slug === slug)?.pops ?? 0;
    expect(there).toBeGreaterThan(0.9 * n);
    await panel.getByRole("button", { name: "Retirer cette liste" }).click();
    await expect(panel.getByText("Retirée", { exact: true })).toBeVisible();
    expect((await maillage.members()).find((m) => m.slug === slug)?.pops).toBe(0);
  });
}

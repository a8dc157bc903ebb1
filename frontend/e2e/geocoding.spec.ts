// A list of addresses, looked up in the background: how far it has come survives a
// reload, it can be stopped, and what is doubtful is put right on the map.
import { type APIRequestContext, request } from "@playwright/test";
import { expect, type Maillage, test } from "./driver";
import { street } from "./geocoder";

/** More than two questions of 500 addresses. */
const many = 1010;
const head = "code;nom;adresse;code postal;ville\n";
const rows = Array.from(
  { length: many },
  (_, i) => `R${i};Site ${i};${i + 1} ${street};63200;Riom`,
);
const list = `${head}${rows.join("\n")}\nD;Doute;Lieu douteux;63200;Riom\n`;

let geocoder: APIRequestContext;
test.beforeEach(async ({ demonstration }) => {
  test.skip(!demonstration.geocoder, "the server at MAILLAGE_E2E_URL has a geocoder of its own");
  geocoder = await request.newContext({ baseURL: demonstration.geocoder });
  await geocoder.post("/hold");
});
test.afterEach(async () => {
  await geocoder?.post("/go");
  await geocoder?.dispose();
});

async function upload(maillage: Maillage, slug: string) {
  await maillage.read(`?view=lists&of=${slug}`);
  await maillage.upload("adresses.csv", list);
  await expect(maillage.title("adresses.csv")).toBeVisible();
  await expect(maillage.panel.getByText("Recherche des adresses")).toBeVisible();
}

const told = (maillage: Maillage, done: string) =>
  expect(maillage.panel.getByRole("status").getByText(`${done} sur 1 011`)).toBeVisible();

test("addresses are looked up while the page may be closed", async ({ maillage }) => {
  const { page, panel } = maillage;
  const slug = await maillage.newMember("essai-adresses");
  await upload(maillage, slug);
  await told(maillage, "0");
  await geocoder.post("/one");
  await told(maillage, "500");
  await page.reload();
  await told(maillage, "500");
  await maillage.shot("geocoding");
  await geocoder.post("/go");
  await expect(panel.getByText("1 011 lignes lues")).toBeVisible();
  await expect(panel.getByText("score 0,55 sur 1")).toBeVisible();
  await maillage.shot("geocoded");
  await panel.getByRole("button", { name: "Corriger « Lieu douteux »" }).click();
  await expect(panel.getByText("score 0,55 sur 1")).toHaveCount(0);
  await panel.getByRole("tab", { name: "Ce qui change" }).click();
  await panel.getByRole("button", { name: "Sur la carte" }).click();
  await maillage.shows("changes-added");
  await panel.getByRole("button", { name: "Intégrer la liste" }).click();
  await expect(panel.getByText("Intégrée", { exact: true })).toBeVisible();
});

test("looking addresses up is stopped, and nothing of it is kept", async ({ maillage }) => {
  const { panel } = maillage;
  const slug = await maillage.newMember("essai-arret");
  await upload(maillage, slug);
  await panel.getByRole("button", { name: "Arrêter" }).click();
  await expect(panel.getByText("Ce dépôt est abandonné.").first()).toBeVisible();
  await maillage.shot("geocoding-stopped");
  expect((await maillage.members()).find((m) => m.slug === slug)?.pops).toBe(0);
});

import { expect, test } from "./driver";

const good = `code;nom;longitude;latitude;statut;technologies
E2E-1;Essai Clermont;3,0870;45,7772;operational;ftth
E2E-2;Essai Lyon;4,8357;45,7640;operational;ftth dsl
`;

const bad = `code;nom;longitude;latitude
B-1;Sans position;;
B-2;À l’envers;45,7640;4,8357
B-3;En mer;-8,5;46,0
B-4;Bonne ligne;4,8357;45,7640
`;

test("a new member's list goes in and comes out again", async ({ maillage }) => {
  await maillage.read("?view=members");
  await maillage.panel.getByRole("button", { name: "Ajouter un adhérent" }).click();
  const name = `Essai ${Date.now() % 1e6}`;
  await maillage.panel.getByRole("textbox", { name: "Nom" }).fill(name);
  await maillage.panel.getByRole("button", { name: "Ajouter", exact: true }).click();
  await expect(maillage.title(new RegExp(name))).toBeVisible();
  await expect(maillage.panel.getByText("Aucune zone.", { exact: false })).toBeVisible();

  await maillage.panel.getByRole("button", { name: "Déposer une liste" }).click();
  await maillage.upload("pops.csv", good);
  await expect(maillage.title("pops.csv")).toBeVisible();
  await expect(maillage.panel.getByText("2 lignes lues", { exact: false })).toBeVisible();
  // Nothing has changed until it is decided.
  expect((await maillage.members()).find((m) => m.name === name)?.pops).toBe(0);
  const written = maillage.page.waitForResponse((r) => r.url().endsWith("/commit"));
  // What the page reads next names what it wrote, so that any server has it.
  const read = maillage.page.waitForRequest(
    async (r) =>
      r.method() === "GET" &&
      r.headers()["maillage-version"] === (await (await written).headerValue("maillage-version")),
  );
  await maillage.panel.getByRole("button", { name: "Intégrer la liste" }).click();
  await read;
  await expect(maillage.panel.getByText("Intégrée", { exact: true })).toBeVisible();
  expect((await maillage.members()).find((m) => m.name === name)?.pops).toBe(2);

  await maillage.panel.getByRole("button", { name: "Retirer cette liste" }).click();
  await expect(maillage.panel.getByText("Retirée", { exact: true })).toBeVisible();
  expect((await maillage.members()).find((m) => m.name === name)?.pops).toBe(0);
});

test("a bad list says what is wrong, row by row, and changes nothing", async ({ maillage }) => {
  const member = await maillage.biggest();
  await maillage.read(`?view=lists&of=${member.slug}`);
  await maillage.upload("fautes.csv", bad);
  await expect(maillage.title("fautes.csv")).toBeVisible();
  await expect(maillage.panel.getByText("3 refusées")).toBeVisible();
  await expect(maillage.panel.getByText("ligne 2", { exact: true })).toBeVisible();
  await expect(maillage.panel.getByText("ligne 3", { exact: true })).toBeVisible();
  await expect(maillage.panel.getByRole("button", { name: "Intégrer la liste" })).toHaveCount(0);
  await expect(
    maillage.panel.getByRole("button", { name: "Intégrer la ligne valable" }),
  ).toBeVisible();
  const download = maillage.page.waitForEvent("download");
  await maillage.panel.getByRole("link", { name: "Rapport CSV" }).click();
  expect((await download).suggestedFilename()).toMatch(/\.csv$/);
  expect((await maillage.members()).find((m) => m.slug === member.slug)?.pops).toBe(member.pops);
});

test("a file that is no list is refused in clear words", async ({ maillage }) => {
  const member = await maillage.biggest();
  await maillage.read(`?view=lists&of=${member.slug}`);
  await maillage.upload("plan.csv", "%PDF-1.7\n%âãÏÓ\n1 0 obj\n");
  await expect(maillage.panel.getByText(/PDF/).first()).toBeVisible();
  await expect(maillage.panel.getByRole("button", { name: /Intégrer/ })).toHaveCount(0);
});

test("a member whose identifier is taken is refused beside the field", async ({ maillage }) => {
  const member = await maillage.biggest();
  await maillage.read("?view=members");
  await maillage.panel.getByRole("button", { name: "Ajouter un adhérent" }).click();
  await maillage.panel.getByRole("textbox", { name: "Nom" }).fill("Encore un");
  await maillage.panel.getByRole("textbox", { name: "Identifiant" }).fill(member.slug);
  await maillage.panel.getByRole("button", { name: "Ajouter", exact: true }).click();
  await expect(
    maillage.panel.getByRole("alert").or(maillage.panel.locator("[aria-invalid=true]")).first(),
  ).toBeVisible();
});

test("zones that go in are drawn at once, and gone once taken back", async ({ maillage }) => {
  const slug = `essai-zones-${Date.now() % 1e6}`;
  const added = await maillage.page.request.post(`${maillage.url}/api/v1/members`, {
    data: { slug, name: slug },
  });
  expect(added.ok()).toBe(true);
  await maillage.open(`?view=lists&of=${slug}`);
  expect(await maillage.drawn("reach")).toBe(0);
  await maillage.upload(
    "zones.csv",
    "code;nom;technologies;departements\nZ1;La Creuse;ftth;23\n",
    "zones",
  );
  await expect(maillage.panel.getByText(/\+\s[\d\s]+hab\./).first()).toBeVisible();
  await maillage.panel.getByRole("button", { name: "Intégrer la liste" }).click();
  await maillage.shows("reach");
  await maillage.shows("zones");
  await maillage.panel.getByRole("button", { name: "Retirer cette liste" }).click();
  await expect(maillage.panel.getByText("Retirée", { exact: true })).toBeVisible();
  await expect.poll(() => maillage.drawn("reach")).toBe(0);
});

// The studio, and the plans that are kept.
import type { Locator, Page } from "@playwright/test";
import { expect, type Maillage, test } from "./driver";

const studio = "?view=plan";
const figure = (maillage: Maillage) => maillage.panel.locator(".figure-value").first();
const picks = (maillage: Maillage) => maillage.panel.locator(".plan-picks tbody tr");
const slider = (maillage: Maillage) => maillage.panel.getByRole("slider", { name: "Budget" });

const text = async (shown: Locator) => (await shown.textContent()) ?? "";

/** Acts, and waits until the preview has been answered. */
async function previewed(page: Page, act: () => Promise<unknown>) {
  const answer = page.waitForResponse((r) => r.url().endsWith("/plans/preview"));
  await act();
  await (await answer).finished();
}

async function start(maillage: Maillage, name: string, seconds = "2 s") {
  await maillage.panel.getByRole("textbox", { name: "Nom du plan" }).fill(name);
  await maillage.panel.getByLabel("Chercher pendant").selectOption(seconds);
  await maillage.panel.getByRole("button", { name: "Lancer" }).click();
  await expect(maillage.title(name)).toBeVisible();
}

test("a budget is moved, and the plan follows at once", async ({ maillage }) => {
  await maillage.open(studio);
  await expect(picks(maillage)).toHaveCount(10);
  await maillage.shows("plan-picks");
  await maillage.shows("plan-candidates");
  await expect(maillage.panel.getByRole("img", { name: /^Courbe/ })).toBeVisible();
  const before = await text(figure(maillage));
  await slider(maillage).focus();
  await previewed(maillage.page, () => maillage.page.keyboard.press("ArrowRight"));
  await expect(picks(maillage)).toHaveCount(11);
  await expect(figure(maillage)).not.toHaveText(before);
  await expect(maillage.panel.locator(".certificate-said")).toHaveText(
    /Le meilleur possible|Au moins .* % du meilleur possible/,
  );
});

test("a zone set aside is replaced, and comes back", async ({ maillage }) => {
  await maillage.read(studio);
  await expect(picks(maillage)).toHaveCount(10);
  const name = await text(picks(maillage).first().getByRole("rowheader"));
  await picks(maillage)
    .first()
    .getByRole("button", { name: `Écarter ${name}` })
    .click();
  const swap = maillage.panel.locator(".plan-swap");
  await expect(swap).toContainText(`À la place de ${name}`);
  await expect(swap).toContainText("−");
  // Others are offered; one that is taken is required, and stands first.
  const other = swap.getByRole("listitem").first();
  const taken = await text(other.locator("span").first());
  await other.getByRole("button", { name: `Prendre ${taken} à la place` }).click();
  await expect(picks(maillage).first()).toContainText(taken);
  await maillage.panel.getByRole("button", { name: `Imposées : Reprendre ${taken}` }).click();
  await expect(picks(maillage).filter({ hasText: name })).toHaveCount(0);
  // It survives a look elsewhere.
  await maillage.goTo("Couverture");
  await maillage.goTo("Plan");
  await maillage.panel.getByRole("button", { name: `Écartées : Reprendre ${name}` }).click();
  await expect(picks(maillage).first()).toContainText(name);
});

test("a zone is dragged out of the list", async ({ maillage }) => {
  await maillage.read(studio);
  const last = picks(maillage).last();
  const name = await text(last.getByRole("rowheader"));
  await last.dragTo(maillage.panel.locator(".plan-aside"));
  await expect(maillage.panel.locator(".plan-swap")).toContainText(name);
});

test("a zone is required, and stands first", async ({ maillage }) => {
  await maillage.read(studio);
  const last = picks(maillage).last();
  const name = await text(last.getByRole("rowheader"));
  await last.getByRole("button", { name: `Imposer ${name}` }).click();
  await expect(picks(maillage).first()).toContainText(name);
  await expect(picks(maillage).first()).toContainText("imposée");
});

test("each source of candidates and each objective gives a plan", async ({ maillage }) => {
  await maillage.read(studio);
  await maillage.panel.getByLabel("Gagner").selectOption({ index: 1 });
  await expect(maillage.panel.locator(".plan-gain").first()).toBeAttached();
  await maillage.panel.getByLabel("Choisir parmi").selectOption({ index: 1 });
  await expect(maillage.panel.locator(".plan-count")).not.toContainText("1 255");
  await expect(picks(maillage).first()).toBeVisible();
  await maillage.panel.getByLabel("Choisir parmi").selectOption({ index: 3 });
  await expect(maillage.panel.getByText("Choisissez la liste", { exact: false })).toBeVisible();
  const communes = await maillage.page.request.get(`${maillage.url}/api/v1/gaps?unit=commune`);
  const { units } = await communes.json();
  await maillage.panel.locator("input[type=file]").setInputFiles({
    name: "candidates.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(
      `code;name;technologies;communes;setup_eur\na;Alpha;ftth;${units[0].code};1000\nb;Beta;ftth;${units[1].code};2000\n`,
    ),
  });
  await expect(picks(maillage)).toHaveCount(2);
  await maillage.panel.getByText("Part à atteindre").click();
  await expect(figure(maillage)).toContainText("€");
});

test("a plan is kept, renamed, compared, exported, printed, taken up again and removed", async ({
  maillage,
}) => {
  test.slow();
  const { page, panel } = maillage;
  await maillage.read(studio);
  await start(maillage, "Premier");
  await expect(panel.getByText("Terminé", { exact: false })).toBeVisible();
  await expect(picks(maillage)).toHaveCount(10);
  await page.reload();
  await expect(picks(maillage)).toHaveCount(10);
  await expect(panel.getByText("Pour tous les budgets", { exact: false })).toBeVisible();
  await panel.getByRole("button", { name: "Renommer" }).click();
  await panel.getByRole("textbox", { name: "Nom du plan" }).fill("Le premier");
  await panel.getByRole("button", { name: "Enregistrer" }).click();
  await expect(maillage.title("Le premier")).toBeVisible();

  await panel.getByRole("button", { name: "Reprendre dans l’atelier" }).click();
  await slider(maillage).focus();
  for (let i = 0; i < 4; i++) await page.keyboard.press("ArrowRight");
  await expect(picks(maillage)).toHaveCount(14);
  await start(maillage, "Second");
  await expect(panel.getByText("Terminé", { exact: false })).toBeVisible();
  await panel.getByLabel("Comparer avec").selectOption("Le premier");
  await expect(panel.getByText("Dans les deux (10)")).toBeVisible();
  await expect(panel.getByText("Seulement dans « Second » (4)")).toBeVisible();

  for (const format of ["XLSX", "CSV", "GeoJSON"]) {
    await panel.getByRole("button", { name: "Exporter" }).click();
    const download = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: format }).click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(new RegExp(`\\.${format.toLowerCase()}$`));
    expect(await file.failure()).toBeNull();
  }

  await page.evaluate(() => {
    window.print = () => document.body.setAttribute("data-printed", "");
  });
  await panel.getByRole("button", { name: "Note imprimable" }).click();
  await expect(page.locator("body[data-printed]")).toBeAttached();
  await page.emulateMedia({ media: "print" });
  await expect(page.locator(".note h1")).toHaveText("Second");
  await expect(page.locator(".note img")).toBeVisible();
  await expect(panel).toBeHidden();
  // Two pages of A4, by the count that the file itself gives.
  const paper = await page.pdf({ preferCSSPageSize: true });
  expect(paper.toString("latin1").match(/\/Type\s*\/Page\b/g)).toHaveLength(2);
  await page.emulateMedia({ media: "screen" });
  await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  await expect(page.locator(".note")).toHaveCount(0);

  await panel.getByRole("button", { name: "Tous les plans" }).click();
  for (const name of ["Second", "Le premier"]) {
    await panel.getByRole("button", { name }).click();
    await panel.getByRole("button", { name: "Supprimer" }).click();
    await panel.getByRole("button", { name: "Supprimer" }).click();
    await expect(maillage.title("Plans gardés")).toBeVisible();
    await expect(panel.getByRole("button", { name })).toHaveCount(0);
  }
});

test("work under way is watched, and stopped with the best so far", async ({ maillage }) => {
  const { panel } = maillage;
  await maillage.read(studio);
  // Overlapping circles, chosen fairly, are not proven in a moment.
  await panel.getByLabel("Rayon autour du siège (km)").fill("30");
  await panel.getByLabel("Gagner").selectOption({ index: 2 });
  await expect(panel.locator(".plan-gain").first()).toBeAttached();
  await start(maillage, "Long", "10 min");
  await panel.getByRole("button", { name: "Arrêter et garder le meilleur trouvé" }).click();
  await expect(panel.getByText(/· (Arrêté|Terminé)/)).toBeVisible({ timeout: 60_000 });
  await expect(picks(maillage).first()).toBeVisible();
  await panel.getByRole("button", { name: "Supprimer" }).click();
  await panel.getByRole("button", { name: "Supprimer" }).click();
});

for (const scheme of ["light", "dark"] as const) {
  test(`nothing in the studio keeps someone out, ${scheme}`, async ({ maillage }) => {
    test.slow();
    await maillage.page.emulateMedia({ colorScheme: scheme });
    // Colours are all that the dark changes.
    const only = scheme === "dark" ? "color-contrast" : undefined;
    await maillage.read(studio);
    await expect(picks(maillage)).toHaveCount(10);
    expect(await maillage.barriers(only)).toEqual([]);
    await maillage.read("?view=plans");
    expect(await maillage.barriers(only)).toEqual([]);
  });
}

test("a plan whose question can no longer be asked shows its own zones' curve, and says so", async ({
  maillage,
}) => {
  const { page, panel, url } = maillage;
  const headers = { origin: url };
  const slug = await maillage.newMember("fugace");
  const zone = `${url}/api/v1/members/${slug}/zones/Z1`;
  const put = await page.request.put(zone, {
    data: {
      name: "Fugace",
      technologies: ["ftth"],
      extent: { kind: "communes", codes: ["63113"] },
    },
    headers,
  });
  expect(put.ok(), await put.text()).toBe(true);
  const made = await page.request.post(`${url}/api/v1/plans`, {
    data: {
      name: "Sans lendemain",
      request: {
        from: "units",
        unit: "departement",
        objective: "reach",
        budget: { zones: 4 },
        suppose: { set: [{ member: slug, code: "Z1", status: "planned" }] },
      },
    },
    headers,
  });
  expect(made.ok(), await made.text()).toBe(true);
  const { id } = await made.json();
  await page.request.delete(zone, { headers });
  await maillage.read(`?view=plans&plan=${id}`);
  await expect(panel.getByText("Les seules zones de ce plan", { exact: false })).toBeVisible();
  await expect(panel.locator(".plan-curve svg")).toBeVisible();
  await page.request.delete(`${url}/api/v1/plans/${id}`, { headers });
});

test("a plan is made under a hypothesis, which stands with it and comes back", async ({
  maillage,
}) => {
  const { page, panel } = maillage;
  test.slow();
  const { name, slug: gone } = await maillage.biggest();
  const others = await maillage.members();
  const { slug } = others.find((m) => m.slug !== gone && m.zones > 0) as { slug: string };
  await maillage.read(studio);
  await expect(picks(maillage)).toHaveCount(10);
  const before = await text(figure(maillage));
  await panel.getByText("Supposer", { exact: false }).first().click();
  await panel.getByRole("combobox", { name: "S’en vont" }).click();
  await page.getByRole("listbox").getByRole("option", { name, exact: true }).click();
  await page.keyboard.press("Escape");
  const hypothesis = panel.locator(".plan-hypothesis");
  await expect(hypothesis).toContainText(`sans ${name}`);
  await expect(figure(maillage)).not.toHaveText(before);
  // And a zone of another is late.
  const { items } = await (
    await page.request.get(`${maillage.url}/api/v1/members/${slug}/zones?limit=1`)
  ).json();
  await panel.getByLabel("Zone de").selectOption(slug);
  await panel.getByLabel("Zone", { exact: true }).selectOption(items[0].code);
  await panel.getByRole("button", { name: "Supposer", exact: true }).click();
  await expect(hypothesis).toContainText(items[0].code);
  expect(await maillage.barriers()).toEqual([]);
  await start(maillage, "Supposé");
  await expect(panel.getByText("Terminé", { exact: false })).toBeVisible();
  await expect(hypothesis).toContainText(`sans ${name}`);
  await expect(panel.getByText("Soumettre aux adhérents")).toHaveCount(0);
  await panel.getByRole("button", { name: "Reprendre dans l’atelier" }).click();
  await expect(maillage.title("Où collecter ensuite")).toBeVisible();
  await expect(hypothesis).toContainText(`sans ${name}`);
  await expect(hypothesis).toContainText(items[0].code);
});

test("the note printed from a dark page has a light map", async ({ maillage }) => {
  const { page, panel, url } = maillage;
  const made = await page.request.post(`${url}/api/v1/plans`, {
    data: {
      name: "De nuit",
      request: { from: "units", unit: "departement", objective: "reach", budget: { zones: 3 } },
    },
    headers: { origin: url },
  });
  const { id } = await made.json();
  await page.emulateMedia({ colorScheme: "dark" });
  await maillage.open(`?view=plans&plan=${id}`);
  await page.evaluate(() => {
    window.print = () => document.body.setAttribute("data-printed", "");
  });
  await panel.getByRole("button", { name: "Note imprimable" }).click();
  await expect(page.locator("body[data-printed]")).toBeAttached();
  /** How light a picture is, from 0 to 255. */
  const light = (source: string) =>
    page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
      const canvas = new OffscreenCanvas(picture.width, picture.height);
      const context = canvas.getContext("2d") as OffscreenCanvasRenderingContext2D;
      context.drawImage(picture, 0, 0);
      const { data } = context.getImageData(0, 0, picture.width, picture.height);
      return data.reduce((sum, byte, i) => (i % 4 === 1 ? sum + byte : sum), 0) / (data.length / 4);
    }, source);
  const printed = await page.locator(".note img").getAttribute("src");
  expect(await light(printed?.split(",")[1] ?? "")).toBeGreaterThan(180);
  // And the page is as dark as before.
  await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  await maillage.mapIsStill();
  const screen = (await page.getByTestId("map").screenshot()).toString("base64");
  expect(await light(screen)).toBeLessThan(90);
  await page.request.delete(`${url}/api/v1/plans/${id}`, { headers: { origin: url } });
});

test("a plan supposes a candidate member admitted and a zone delayed", async ({ maillage }) => {
  const { page, panel, url } = maillage;
  const members = await (await page.request.get(`${url}/api/v1/members`)).json();
  const candidate = members.items.find((m: { status: string }) => m.status === "candidate");
  const { slug } = await maillage.biggest();
  const zones = await (await page.request.get(`${url}/api/v1/members/${slug}/zones`)).json();
  const zone = zones.items.find((z: { status: string }) => z.status === "operational");
  const asked = (
    holds: (suppose: { candidates?: string[]; set?: { available_on?: string }[] }) => unknown,
  ) =>
    page.waitForResponse(
      (r) =>
        r.url().endsWith("/plans/preview") &&
        holds(r.request().postDataJSON().suppose ?? {}) === true,
    );
  await maillage.read(`${studio}&as_of=2027-02-01`);
  await expect(picks(maillage).first()).toBeVisible();
  await panel.getByText("Supposer", { exact: false }).first().click();
  await panel.getByRole("combobox", { name: "Rejoignent" }).click();
  const joined = asked((s) => s.candidates?.includes(candidate.slug));
  await page.getByRole("listbox").getByRole("option", { name: candidate.name }).click();
  expect((await joined).status()).toBe(200);
  await page.keyboard.press("Escape");
  const hypothesis = panel.locator(".plan-hypothesis");
  await expect(hypothesis).toContainText(candidate.name);
  // Late beyond the day that is looked at.
  await panel.getByLabel("Zone de").selectOption(slug);
  await panel.getByLabel("Zone", { exact: true }).selectOption(zone.code);
  await panel.getByLabel("Disponible le").fill("2027-06-30");
  const late = asked((s) => s.set?.some((one) => one.available_on === "2027-06-30"));
  await panel.getByRole("button", { name: "Supposer", exact: true }).click();
  expect((await late).status()).toBe(200);
  await expect(hypothesis).toContainText(zone.code);
  await expect(hypothesis).toContainText("30 juin 2027");
});

test("a plan of an uploaded list is taken up again with its list and its limits", async ({
  maillage,
}) => {
  const { page, panel } = maillage;
  const gaps = await page.request.get(`${maillage.url}/api/v1/gaps?unit=commune`);
  const { units } = await gaps.json();
  const content = ["code;name;technologies;communes;setup_eur"];
  for (const [i, code] of ["a", "b", "c"].entries())
    content.push(`${code};Zone ${code};ftth;${units[i].code};${1000 * (i + 1)}`);
  const made = await page.request.post(`${maillage.url}/api/v1/plans`, {
    data: {
      name: "D’une liste",
      request: {
        from: "file",
        list: { name: "liste.csv", content: Buffer.from(content.join("\n")).toString("base64") },
        objective: "reach",
        budget: { zones: 2, eur: 9000 },
        require: ["c"],
        exclude: ["b"],
        caps: [
          { by: "departement", max: 2 },
          { by: "supplier", max: 2 },
        ],
        second_path: 0.25,
        seconds: 30,
        seed: 5,
      },
    },
    headers: { origin: maillage.url },
  });
  const { id, request } = await made.json();
  await maillage.read(`?view=plans&plan=${id}`);
  const asked = page.waitForRequest((r) => r.url().endsWith("/plans/preview"));
  await panel.getByRole("button", { name: "Reprendre dans l’atelier" }).click();
  const again = (await asked).postDataJSON();
  const { list, seconds, ...kept } = request;
  expect(again).toMatchObject({ ...kept, list: { name: "liste.csv" } });
  expect(Buffer.from(again.list.content, "base64").toString()).toBe(content.join("\n"));
  await expect(picks(maillage).first()).toContainText("Zone c");
  await expect(panel.getByLabel("Chercher pendant")).toHaveValue(String(seconds));
  await page.request.delete(`${maillage.url}/api/v1/plans/${id}`, {
    headers: { origin: maillage.url },
  });
});

import { expect, test } from "./driver";

const pages = [
  "",
  "?view=gaps",
  "?view=overlaps",
  "?view=contributions",
  "?view=redundancy",
  "?view=ledger",
  "?view=proposals",
  "?view=gaps&show=regions",
  "?view=openings",
  "?view=members",
  "?place=commune:63113",
  "?at=2.34,48.86",
];

const own = (slug: string) => [
  `?view=openings&of=${slug}`,
  `?view=contributions&of=${slug}`,
  `?view=simulation&remove=${slug}`,
  `?view=members&of=${slug}`,
  `?view=lists&of=${slug}`,
];

for (const scheme of ["light", "dark"] as const) {
  for (const [which, queries] of [
    ["answers", () => pages.slice(0, 6)],
    ["places", () => pages.slice(6)],
    ["a member's", own],
  ] as const) {
    test(`nobody is kept out of any page, ${which}, ${scheme}`, async ({ maillage }) => {
      test.slow();
      await maillage.page.emulateMedia({ colorScheme: scheme });
      const { slug } = await maillage.biggest();
      // Colours are all that the dark changes.
      const only = scheme === "dark" ? "color-contrast" : undefined;
      for (const query of queries(slug)) {
        await maillage.read(query);
        expect(await maillage.barriers(only), query).toEqual([]);
      }
    });
  }
}

test("language follows the choice, on the page and at the next visit", async ({ maillage }) => {
  await maillage.read();
  await expect(maillage.page.locator("html")).toHaveAttribute("lang", "fr");
  await maillage.page.locator(".rail").getByRole("button", { name: "English" }).click();
  await expect(maillage.title("Coverage of the pool")).toBeVisible();
  await expect(maillage.page).toHaveTitle("Coverage · Maillage");
  await expect(maillage.page.locator("html")).toHaveAttribute("lang", "en");
  await maillage.page.reload();
  await expect(maillage.title("Coverage of the pool")).toBeVisible();
  await maillage.page.goto(`${maillage.url}/?lang=fr`);
  await expect(maillage.title("Couverture de la maille")).toBeVisible();
});

test("appearance goes from the system's to light to dark, the map with it", async ({
  maillage,
}) => {
  await maillage.open();
  const land = () =>
    maillage.page.evaluate(() => window.__map?.getPaintProperty("land", "fill-color"));
  const light = await land();
  const rail = maillage.page.locator(".rail");
  await rail.getByRole("button", { name: "Apparence du système" }).click();
  await rail.getByRole("button", { name: "Apparence claire" }).click();
  await expect(maillage.page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
  await expect.poll(land).not.toEqual(light);
});

test("everything can be done from the keyboard", async ({ maillage }) => {
  await maillage.open("#7/45.8/3.1");
  const { page } = maillage;
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Aller aux résultats" })).toBeFocused();
  // Through the sections to the second one.
  const second = page.getByRole("link", { name: "Zones blanches" });
  for (let i = 0; i < 10 && !(await second.evaluate((e) => e === document.activeElement)); i++) {
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await expect(maillage.title("Zones blanches")).toBeVisible();
  // The map: arrows move it, Enter asks at its centre, Escape goes back.
  await page.locator(".maplibregl-canvas").focus();
  const before = await maillage.view();
  await page.keyboard.press("ArrowUp");
  await expect.poll(async () => (await maillage.view()).lat).toBeGreaterThan(before.lat);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/at=/);
  await page.keyboard.press("Escape");
  await expect(page).not.toHaveURL(/at=/);
  // The search: arrows choose, Enter goes.
  await maillage.panel.getByRole("textbox", { name: /Rechercher/ }).focus();
  await page.keyboard.type("63113");
  await expect(page.getByRole("option", { name: /^Clermont-Ferrand/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(maillage.title("Clermont-Ferrand")).toBeVisible();
});

test("on a phone the panel is a sheet that grows", async ({ maillage }) => {
  await maillage.page.setViewportSize({ width: 390, height: 844 });
  await maillage.open();
  await maillage.shows("coverage");
  const height = async () => (await maillage.panel.boundingBox())?.height ?? 0;
  const mid = await height();
  expect(mid).toBeLessThan(450);
  await maillage.panel.getByRole("button", { name: "Agrandir le panneau" }).click();
  await expect.poll(height).toBeGreaterThan(mid + 100);
  await maillage.goTo("Adhérents");
  await expect(maillage.title("Adhérents")).toBeVisible();
  // Nothing spills over the side.
  expect(
    await maillage.page.evaluate(() => document.documentElement.scrollWidth),
  ).toBeLessThanOrEqual(390);
});

test("a refusal of the server is told, and can be tried again", async ({ maillage }) => {
  await maillage.page.route("**/api/v1/coverage**", (route) =>
    route.fulfill({
      status: 503,
      contentType: "application/problem+json",
      body: JSON.stringify({
        type: "about:blank",
        title: "x",
        status: 503,
        code: "busy",
        detail: "La base se repose.",
      }),
    }),
  );
  await maillage.page.goto(maillage.url);
  await expect(maillage.panel.getByRole("alert").first()).toContainText("La base se repose.");
  await maillage.page.unroute("**/api/v1/coverage**");
  await maillage.panel.getByRole("button", { name: "Réessayer" }).first().click();
  await expect(maillage.panel.locator(".figure-value").first()).toBeVisible();
  maillage.faults.length = 0;
});

test("the API can be read, with nothing from elsewhere", async ({ maillage }) => {
  await maillage.page.goto(`${maillage.url}/api/docs`);
  await expect(maillage.page.getByText("/coverage", { exact: true })).toBeVisible();
});

// What the bureau asks: contributions, redundancy, simulations, regions, exchanges.
import { expect, test } from "./driver";

test("contributions add up to what is covered, and one is looked at closely", async ({
  maillage,
}) => {
  const { slug, name } = await maillage.biggest();
  await maillage.read("?view=contributions");
  const answer = await maillage.page.request.get(`${maillage.url}/api/v1/contributions`);
  const { members } = await answer.json();
  const rows = maillage.panel.getByRole("table", { name: "Par adhérent" }).locator("tbody tr");
  await expect(rows).toHaveCount(members.length);
  await rows.filter({ hasText: name }).getByRole("button").click();
  await expect(maillage.page).toHaveURL(new RegExp(`of=${slug}`));
  await expect(maillage.panel.getByText("perdu s’il part")).toBeVisible();
  await expect(maillage.panel.getByText("de la population couverte")).toBeVisible();
});

test("the farther apart hand-offs must be, the less is redundant", async ({ maillage }) => {
  await maillage.read("?view=redundancy");
  const share = async () =>
    Number.parseFloat(
      (await maillage.panel.locator(".figure-value").first().textContent())?.replace(",", ".") ??
        "",
    );
  const near = await share();
  expect(near).toBeGreaterThan(0);
  await maillage.panel.getByLabel("Portes éloignées d’au moins").selectOption("100");
  await expect.poll(share).toBeLessThan(near);
});

test("a simulation says what a departure costs, is in the address, and survives a look elsewhere", async ({
  maillage,
}) => {
  const { name, slug } = await maillage.biggest();
  await maillage.read("?view=simulation");
  await expect(maillage.panel.getByText("Supposez un départ", { exact: false })).toBeVisible();
  await maillage.panel.getByRole("combobox", { name: "S’en vont" }).click();
  await maillage.page.getByRole("option", { name, exact: true }).click();
  await maillage.page.keyboard.press("Escape");
  const figure = maillage.panel.locator(".figure-value").first();
  await expect(figure).toContainText("−");
  await expect(maillage.page).toHaveURL(new RegExp(`remove=${slug}`));
  const lost = (await figure.textContent()) ?? "";
  await expect(maillage.panel.getByText("Terrain perdu")).toBeVisible();
  await maillage.shows("changes-lost");
  // One unit looked at, then back: nothing of the question is lost.
  await maillage.panel.locator(".ranked tbody button").first().click();
  await expect(maillage.page).toHaveURL(/place=/);
  await maillage.page.keyboard.press("Escape");
  await expect(figure).toHaveText(lost);
});

test("a place that nobody collects is added, and gains its people", async ({ maillage }) => {
  const answer = await maillage.page.request.get(`${maillage.url}/api/v1/gaps?unit=commune`);
  const { units } = await answer.json();
  const { name, code } = units[0];
  await maillage.read("?view=simulation");
  await maillage.panel
    .getByRole("textbox", { name: "Sont collectés en plus", exact: false })
    .fill(code);
  await maillage.page.getByRole("option", { name }).first().click();
  await expect(maillage.panel.locator(".figure-value").first()).toContainText("+");
  await maillage.panel.getByRole("button", { name: `Ôter ${name}` }).click();
  await expect(maillage.panel.getByText("Supposez un départ", { exact: false })).toBeVisible();
});

test("gap regions are listed and outlined on the map", async ({ maillage }) => {
  await maillage.open("?view=gaps");
  expect(await maillage.drawn("regions")).toBe(0);
  await maillage.panel
    .getByRole("radiogroup", { name: "Détail par" })
    .getByText("D’un seul tenant")
    .click();
  await expect(maillage.panel.locator(".regions li").first()).toBeVisible();
  await maillage.shows("regions");
  const before = await maillage.view();
  await maillage.panel.locator(".regions button").nth(1).click();
  await expect.poll(async () => (await maillage.view()).zoom).not.toBe(before.zoom);
});

test("who opens to whom leads to the receiver's openings", async ({ maillage }) => {
  await maillage.read("?view=openings");
  const matrix = maillage.panel.getByRole("region", { name: "Qui ouvre à qui" });
  const cell = matrix.getByRole("button").first();
  await expect(cell).toHaveAccessibleName(/ouvre à .*\s: /);
  await cell.click();
  await expect(maillage.page).toHaveURL(/of=/);
  await expect(maillage.panel.locator(".figure-of")).toContainText("ouverts à");
});

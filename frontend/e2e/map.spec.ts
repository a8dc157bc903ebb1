import { expect, test } from "./driver";

test("the map opens on the coverage of France", async ({ maillage }) => {
  await maillage.open();
  await expect(maillage.title("Couverture de la maille")).toBeVisible();
  await maillage.shows("coverage");
  await maillage.shows("land");
  await maillage.shows("departements");
  await maillage.shows("places");
  expect(await maillage.colours()).toBeGreaterThan(20);
  // The figure is a share of the population, with its amounts.
  await expect(maillage.panel.locator(".figure-value").first()).toHaveText(/^\d+,\d\s%$/);
  await expect(maillage.panel.getByText(/M\shab\./).first()).toBeVisible();
  await expect(maillage.page).toHaveTitle("Couverture · Maillage");
});

test("each section shows its answer on the map", async ({ maillage }) => {
  await maillage.open();
  await maillage.goTo("Zones blanches");
  await expect(maillage.title("Zones blanches")).toBeVisible();
  await maillage.shows("gaps");
  expect(await maillage.drawn("coverage")).toBe(0);

  await maillage.goTo("Marchés ouverts");
  const member = await maillage.biggest();
  await maillage.chooseMember(member.name);
  await maillage.shows("reach");
  await maillage.shows("openings");
  await expect(maillage.panel.getByRole("rowheader", { name: "Par la maille" })).toBeVisible();

  await maillage.goTo("Convergences");
  await expect(maillage.title("Convergences")).toBeVisible();
  await maillage.panel.locator(".pairs button").first().click();
  await expect(maillage.page).toHaveURL(/pair=/);
  await maillage.shows("coverage");

  await maillage.goTo("Adhérents");
  await maillage.panel.getByRole("button", { name: new RegExp(`^${member.name}`) }).click();
  await expect(maillage.title(new RegExp(member.name))).toBeVisible();
  await maillage.shows("reach");
  await maillage.shows("pops");
  await maillage.shows("zones");
});

test("filters stand in the address, survive a reload and go back", async ({ maillage }) => {
  await maillage.open();
  const figure = maillage.panel.locator(".figure-value").first();
  const all = await figure.textContent();
  await maillage.filterTechnology("FTTO");
  await expect(maillage.page).toHaveURL(/technology=ftto/);
  await expect(figure).not.toHaveText(all as string);
  const some = await figure.textContent();
  await maillage.page.reload();
  await maillage.mapIsStill();
  await expect(figure).toHaveText(some as string);
  await maillage.page.goBack();
  await expect(maillage.page).not.toHaveURL(/technology=/);
  await expect(figure).toHaveText(all as string);
});

test("planned zones are dotted over those in service", async ({ maillage }) => {
  await maillage.open("?status=planned,underConstruction,operational");
  await maillage.shows("coverage");
  await maillage.shows("planned");
});

test("PoPs gather when far and stand apart when near", async ({ maillage }) => {
  await maillage.open();
  await maillage.panel.getByRole("button", { name: "Points de présence" }).click();
  await maillage.shows("pops");
  await maillage.shows("pops-count");
  await maillage.page.goto(`${maillage.url}/?show=pops,zones#11/48.86/2.35`);
  await maillage.mapIsStill();
  await maillage.shows("zones");
});

test("a commune is found by name and the map goes there", async ({ maillage }) => {
  await maillage.open();
  await maillage.search("clermont-ferrand", /^Clermont-Ferrand/);
  await expect(maillage.title("Clermont-Ferrand")).toBeVisible();
  await expect.poll(async () => (await maillage.view()).zoom).toBeGreaterThan(9);
  const { lon, lat } = await maillage.view();
  expect(Math.hypot(lon - 3.1, lat - 45.78)).toBeLessThan(0.3);
  await expect(maillage.page).toHaveURL(/place=commune:63113/);
  await maillage.page.keyboard.press("Escape");
  await expect(maillage.title("Couverture de la maille")).toBeVisible();
});

test("overseas is one click away, with its own figures", async ({ maillage }) => {
  await maillage.open();
  const territories = maillage.page.getByRole("navigation", { name: "Territoires" });
  await territories.getByRole("button", { name: "La Réunion" }).click();
  await expect.poll(async () => (await maillage.view()).lat).toBeLessThan(-20);
  await expect(maillage.panel.getByText("de la population de La Réunion")).toBeVisible();
  await territories.getByRole("button", { name: "Toute la France" }).click();
  await expect.poll(async () => (await maillage.view()).lat).toBeGreaterThan(40);
});

test("a click tells what is here, Escape closes it", async ({ maillage }) => {
  await maillage.open();
  await maillage.ask(2.34, 48.86);
  await expect(maillage.title(/Paris/)).toBeVisible();
  await expect(maillage.page).toHaveURL(/at=2\.3/);
  await expect(maillage.panel.getByText(/collecte(nt)? ici/).first()).toBeVisible();
  await maillage.shows("mark");
  await maillage.page.keyboard.press("Escape");
  await expect(maillage.title("Couverture de la maille")).toBeVisible();
});

test("a row of the table leads to its place", async ({ maillage }) => {
  await maillage.read("?unit=epci");
  const table = maillage.panel.getByRole("table", { name: "EPCI" });
  const second = table.locator("tbody button").nth(1);
  const name = (await second.textContent()) as string;
  await second.click();
  await expect(maillage.title(name)).toBeVisible();
  await expect(maillage.page).toHaveURL(/place=epci:\d{9}/);
});

test("35,000 communes stay light: sorted and filtered in the table", async ({ maillage }) => {
  await maillage.read("?unit=commune");
  const table = maillage.panel.getByRole("table", { name: "Communes" });
  await expect(table.locator("tbody tr").first()).toBeVisible();
  expect(await table.locator("tbody tr").count()).toBeLessThan(200);
  await maillage.panel.getByRole("textbox", { name: "Filtrer le tableau" }).fill("saint-etienne");
  await expect(table.locator("tbody tr").first()).toContainText(/Saint-Étienne/);
  await table.getByRole("button", { name: "Couvert" }).click();
  await expect(table.getByRole("columnheader", { name: "Couvert" })).toHaveAttribute(
    "aria-sort",
    /ending/,
  );
});

test("tiles that could not be had come when asked for again", async ({ maillage }) => {
  const { page } = maillage;
  const { slug } = await maillage.biggest();
  const refuse = "**/tiles/reach/**";
  await page.route(refuse, (route) => route.fulfill({ status: 429, body: "" }));
  await maillage.read(`?view=members&of=${slug}`);
  const message = page.getByText("Une partie de la carte n’a pas pu être chargée.");
  await expect(message).toBeVisible();
  await page.unroute(refuse);
  await message.getByRole("button", { name: "Réessayer" }).click();
  await maillage.shows("reach");
  await expect(message).toBeHidden();
});

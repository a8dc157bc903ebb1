import { expect, test } from "./driver";

test("a day is chosen, carried by every question, and left again", async ({ maillage }) => {
  const { page, panel } = maillage;
  const refused: string[] = [];
  const asked: URL[] = [];
  page.on("response", (answer) => {
    if (answer.status() >= 400) refused.push(`${answer.status()} ${answer.url()}`);
  });
  page.on("request", (request) => asked.push(new URL(request.url())));
  await maillage.open("?show=pops,zones");
  await maillage.shows("coverage");
  await maillage.shows("pops");
  const figure = panel.locator(".figure-value").first();
  const now = (await figure.textContent()) as string;
  const back = panel.getByRole("button", { name: "Revenir à aujourd’hui" });
  await expect(back).toHaveCount(0);

  // Long before anything was written: nobody collected anything that is known.
  asked.length = 0;
  await panel.getByLabel("À la date du").fill("2001-02-03");
  await expect(page).toHaveURL(/as_of=2001-02-03/);
  await expect(panel.locator(".banner-day")).toContainText("3 février 2001");
  await expect(figure).not.toHaveText(now);
  await maillage.mapIsStill();
  expect(await maillage.drawn("pops")).toBe(0);
  expect(await maillage.drawn("zones")).toBe(0);
  await expect(panel.getByRole("button", { name: "Points de présence" })).toBeDisabled();
  const dated = asked.filter((url) => /coverage/.test(url.pathname));
  expect(dated.some((url) => url.pathname.startsWith("/tiles/"))).toBe(true);
  expect(dated.some((url) => url.pathname.startsWith("/api/"))).toBe(true);
  expect(dated.filter((url) => url.searchParams.get("as_of") !== "2001-02-03")).toEqual([]);

  // The day follows to the next page and stays through a reload.
  await maillage.goTo("Zones blanches");
  await expect(page).toHaveURL(/as_of=2001-02-03/);
  await maillage.shows("gaps");
  await page.reload();
  await expect(back).toBeVisible();
  await maillage.goTo("Couverture");
  await back.click();
  await expect(page).not.toHaveURL(/as_of/);
  await expect(figure).toHaveText(now);
  await maillage.shows("pops");
  expect(refused).toEqual([]);
});

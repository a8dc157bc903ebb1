// Accessibility and narrow windows of the pages that need an account.
import { lookAround } from "./around";
import { expect, test } from "./driver";

for (const scheme of ["light", "dark"] as const) {
  test(`nobody is kept out of the pages of accounts, ${scheme}`, async ({ instance, person }) => {
    test.slow();
    await person.page.emulateMedia({ colorScheme: scheme });
    await lookAround(instance, person, "fr", async (query) => {
      const only = scheme === "dark" ? "color-contrast" : undefined;
      expect(await person.barriers(only), query).toEqual([]);
    });
  });
}

test("on a phone nothing spills over the side", async ({ instance, person }) => {
  test.slow();
  await person.page.setViewportSize({ width: 390, height: 844 });
  await lookAround(instance, person, "fr", async (query) => {
    const { page, body } = await person.page.evaluate(() => ({
      page: document.documentElement.scrollWidth,
      body: document.querySelector(".panel-body")?.scrollWidth ?? 0,
    }));
    expect(Math.max(page, body), query).toBeLessThanOrEqual(390);
  });
});

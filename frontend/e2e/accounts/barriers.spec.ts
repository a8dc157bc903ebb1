// Accessibility and narrow windows of the pages that need an account.
import { expect, type Instance, type Person, test } from "./driver";

/** Pages of somebody who keeps one member's data and runs the instance besides. */
const pagesOf = (slug: string) => [
  "?view=account",
  "?view=users",
  "?view=history",
  `?view=audience&of=${slug}`,
  `?view=audience&of=${slug}&as=visitor`,
  `?view=readers&of=${slug}`,
];

/** Lets somebody in under both roles, as whom each page is looked at in turn. */
async function lookAround(
  instance: Instance,
  person: Person,
  look: (query: string) => Promise<void>,
) {
  const slug = instance.fresh("berry");
  instance.member(slug, `Réseau ${slug}`);
  instance.member(instance.fresh("sud"), "Réseau du Sud");
  const email = `${instance.fresh("ada")}@example.org`;
  instance.user(email, "contributor", slug);
  await person.enter(instance.user(email, "admin"));
  for (const query of pagesOf(slug)) {
    if (query.includes("users")) await person.actAs({ role: "admin" });
    if (query.includes("history")) await person.actAs({ role: "contributor", member: slug });
    await person.read(query);
    await look(query);
  }
}

for (const scheme of ["light", "dark"] as const) {
  test(`nobody is kept out of the pages of accounts, ${scheme}`, async ({ instance, person }) => {
    test.slow();
    await person.page.emulateMedia({ colorScheme: scheme });
    await lookAround(instance, person, async (query) => {
      const only = scheme === "dark" ? "color-contrast" : undefined;
      expect(await person.barriers(only), query).toEqual([]);
    });
  });
}

test("on a phone nothing spills over the side", async ({ instance, person }) => {
  test.slow();
  await person.page.setViewportSize({ width: 390, height: 844 });
  await lookAround(instance, person, async (query) => {
    const { page, body } = await person.page.evaluate(() => ({
      page: document.documentElement.scrollWidth,
      body: document.querySelector(".panel-body")?.scrollWidth ?? 0,
    }));
    expect(Math.max(page, body), query).toBeLessThanOrEqual(390);
  });
});

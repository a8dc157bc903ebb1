// The ledger: by quarter, for the bureau and for each member, and nobody else.
import { cooperative, longAgo } from "./cooperative";
import { expect, type Instance, test } from "./driver";

interface Line {
  day: string;
  member: string;
  quarters: number;
  cumulated: { weight: number };
}

/** A founder of over a year, and a newcomer of over a quarter; the lines as the command line has them. */
function begin(instance: Instance) {
  const { members, nameOf } = cooperative(instance);
  longAgo(instance, members[0], 400);
  longAgo(instance, members[1], 100);
  const { items } = JSON.parse(instance.program.verb("ledger", "--json")) as { items: Line[] };
  const of = (slug: string) => items.filter((line) => line.member === slug);
  return { founder: members[0], newcomer: members[1], nameOf, of };
}

// A quarter is kept once: the instance has one past, which its tests share.
let begun: ReturnType<typeof begin> | undefined;
const kept = (instance: Instance) => {
  begun ??= begin(instance);
  return begun;
};

const words = {
  fr: { ledger: "Registre", quarter: "Trimestre", by: "Par adhérent", all: "Tout le registre" },
  en: { ledger: "Ledger", quarter: "Quarter", by: "By member", all: "The whole ledger" },
} as const;

// First, while no test of this instance has made its history longer.
test("nothing is kept before a quarter has ended", async ({ instance, person }) => {
  cooperative(instance);
  expect(JSON.parse(instance.program.verb("ledger", "--json"))).toMatchObject({ items: [] });
  await person.arrive(instance.user(`${instance.fresh("zoe")}@example.org`, "bureau"));
  await person.read("?view=ledger");
  await expect(person.panel.getByText("Aucun trimestre n’est encore clos")).toBeVisible();
});

for (const lang of ["fr", "en"] as const) {
  const w = words[lang];
  test(`the bureau reads every member's quarters and takes them away, ${lang}`, async ({
    instance,
    person,
  }) => {
    test.slow();
    const { founder, newcomer, nameOf, of } = kept(instance);
    const { length } = of(founder);
    expect(length).toBeGreaterThanOrEqual(4);
    expect(of(newcomer).length).toBeLessThan(length);
    await person.enter(instance.user(`${instance.fresh("eva")}@example.org`, "bureau"), lang);
    await person.goTo(w.ledger);
    await expect(person.title(w.ledger)).toBeVisible();
    const rows = person.panel.getByRole("table", { name: w.by }).locator("tbody tr");
    const row = rows.filter({ hasText: nameOf(founder) });
    await expect(row).toContainText(String(length));
    // What is cumulated is the sum of every quarter's part: the founder's is the larger.
    const plain = (text: string) => Number(text.replace(/[^\d]/g, ""));
    const total = Math.round(of(founder)[0]?.cumulated.weight ?? 0);
    const cell = row.locator("td").last();
    const note = (await cell.locator(".ranked-note").textContent()) ?? "";
    expect(plain(((await cell.textContent()) ?? "").replace(note, ""))).toBe(total);
    await row.getByRole("button").click();
    await expect(person.page).toHaveURL(new RegExp(`of=${founder}`));
    await expect(
      person.panel.getByRole("heading", { name: nameOf(founder), exact: true }),
    ).toBeVisible();
    await expect(person.panel.locator(".plan-curve svg")).toBeVisible();

    // An earlier quarter, before the newcomer came: it is in the address, and has no line of it.
    const first = of(founder).at(-1)?.day ?? "";
    await person.panel.getByLabel(w.quarter, { exact: true }).selectOption(first);
    await expect(person.page).toHaveURL(new RegExp(`quarter=${first}`));
    await expect(row).toBeVisible();
    await expect(rows.filter({ hasText: nameOf(newcomer) })).toHaveCount(0);
    for (const format of ["XLSX", "CSV"]) {
      const download = person.page.waitForEvent("download");
      await person.panel.getByRole("link", { name: `${w.all}, ${format}` }).click();
      expect((await download).suggestedFilename()).toBe(`ledger.${format.toLowerCase()}`);
    }
    expect(await person.barriers()).toEqual([]);
  });
}

test("a member reads its own quarters alone, an administrator and a visitor none", async ({
  instance,
  person,
  another,
}) => {
  test.slow();
  const { founder, newcomer, nameOf, of } = kept(instance);
  await person.arrive(instance.user(`${instance.fresh("lou")}@example.org`, "sales", newcomer));
  await person.read("?view=ledger");
  await expect(
    person.panel.getByRole("heading", { name: nameOf(newcomer), exact: true }),
  ).toBeVisible();
  await expect(
    person.panel.getByLabel("Trimestre", { exact: true }).getByRole("option"),
  ).toHaveCount(of(newcomer).length);
  await expect(person.panel.getByText(nameOf(founder))).toHaveCount(0);

  const boss = await another();
  await boss.enter(instance.user(`${instance.fresh("max")}@example.org`, "admin"));
  await expect(boss.page.locator(".rail").getByRole("link", { name: "Registre" })).toHaveCount(0);
  await boss.read("?view=ledger");
  await expect(
    boss.panel.getByText("Le registre se lit au nom du bureau", { exact: false }),
  ).toBeVisible();
  const visitor = await another();
  for (const one of [boss, visitor]) {
    const answer = await one.page.request.get(`${instance.url}/api/v1/ledger`);
    expect(answer.ok()).toBe(false);
  }
});

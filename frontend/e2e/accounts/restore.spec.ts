// Going back to the day before: a contributor whose list was changed since, and in part
// removed, has it as it was, after seeing what comes back, what changes back and what goes.
import { longAgo } from "./cooperative";
import { expect, type Instance, type Person, test } from "./driver";

const words = {
  fr: {
    committed: "Intégrée",
    restore: "Revenir à un jour passé",
    day: "Jour",
    prepare: /^Préparer/,
    changes: "Ce qui change",
    added: /Ajouts\s*1/,
    changed: /Modifications\s*1/,
    unchanged: /Inchangées\s*1/,
    removed: /Retraits\s*1/,
    absent: "sont retirées",
    name: "nom",
    onMap: "Sur la carte",
    commit: "Intégrer la liste",
    zones: "des zones de collecte",
  },
  en: {
    committed: "Committed",
    restore: "Go back to an earlier day",
    day: "Day",
    prepare: /^Prepare/,
    changes: "What changes",
    added: /Added\s*1/,
    changed: /Changed\s*1/,
    unchanged: /Unchanged\s*1/,
    removed: /Removed\s*1/,
    absent: "are removed",
    name: "name",
    onMap: "On the map",
    commit: "Commit the list",
    zones: "collection zones",
  },
};

type Lang = keyof typeof words;

const lists = {
  pops: {
    before:
      "code;nom;longitude;latitude\nA;Clermont;3,03;45,78\nB;Aubière;3,09;45,78\nC;Ceyrat;3,27;45,78\n",
    after:
      "code;nom;longitude;latitude\nA;Clermont;3,03;45,78\nB;Aubière centre;3,10;45,79\nD;Beaumont;3,21;45,78\n",
  },
  zones: {
    before:
      "code;nom;technologies;communes\nA;Clermont;ftth;63113\nB;Aubière;ftth;63014\nC;Ceyrat;ftth;63070\n",
    after:
      "code;nom;technologies;communes\nA;Clermont;ftth;63113\nB;Aubière centre;ftth dsl;63014 63075\nD;Beaumont;ftth;63032\n",
  },
};

/** A member whose list is of two days ago, and one who keeps it. */
async function begin(instance: Instance, person: Person, kind: keyof typeof lists, lang: Lang) {
  const slug = instance.fresh("dore");
  instance.member(slug, `Réseau ${slug}`);
  instance.import(kind, slug, lists[kind].before);
  longAgo(instance, slug, 2);
  await person.arrive(instance.user(`${slug}@example.org`, "contributor", slug), lang);
  return slug;
}

const entries = async (person: Person, slug: string, kind: string) => {
  const answer = await person.page.request.get(`${person.url}/api/v1/members/${slug}/${kind}`);
  const { items } = await answer.json();
  return items.map(({ revision: _, ...entry }: Record<string, unknown>) => entry);
};

const yesterday = () =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Paris" }).format(Date.now() - 86_400_000);

for (const [kind, lang] of [
  ["pops", "fr"],
  ["zones", "en"],
] as const)
  test(`the ${kind} of the day before come back once seen and agreed to, ${lang}`, async ({
    instance,
    person,
  }) => {
    const w = words[lang];
    const { panel } = person;
    const slug = await begin(instance, person, kind, lang);
    const before = await entries(person, slug, kind);
    expect(before).toHaveLength(3);

    // Today: one changed, one removed, one new.
    await person.read(`?view=lists&of=${slug}&lang=${lang}`);
    if (kind === "zones") await panel.getByText(w.zones, { exact: true }).click();
    await panel.getByText(w.absent, { exact: true }).click();
    await panel.locator("input[type=file]").setInputFiles({
      name: "today.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(lists[kind].after),
    });
    await expect(person.title("today.csv")).toBeVisible();
    await panel.getByRole("button", { name: w.commit }).click();
    await expect(panel.getByText(w.committed, { exact: true })).toBeVisible();
    const today = await entries(person, slug, kind);
    expect(today).not.toEqual(before);

    await person.read(`?view=lists&of=${slug}&lang=${lang}`);
    if (kind === "zones") await panel.getByText(w.zones, { exact: true }).click();
    await panel.getByText(w.restore).click();
    await panel.getByLabel(w.day, { exact: true }).fill(yesterday());
    await panel.getByRole("button", { name: w.prepare }).click();
    await expect(person.title(`${kind}-${yesterday()}.csv`)).toBeVisible();

    // What it would do, and nothing done yet.
    await panel.getByRole("tab", { name: w.changes }).click();
    for (const state of [w.added, w.unchanged, w.removed, w.changed])
      await expect(panel.getByRole("button", { name: state })).toBeVisible();
    await panel.getByRole("button", { name: w.changed }).click();
    await expect(
      panel.getByRole("row", { name: new RegExp(`${w.name} Aubière centre Aubière$`) }),
    ).toBeVisible();
    await panel.getByRole("button", { name: w.onMap }).click();
    // Sites as dots; of zones, the land.
    await person.shows(kind === "pops" ? "changes-removed" : "changes-lost");
    await person.shows(kind === "pops" ? "changes-added" : "changes-won");
    expect(await person.barriers()).toEqual([]);
    await person.shot(`restore-${kind}-${lang}`);
    expect(await entries(person, slug, kind)).toEqual(today);

    await panel.getByRole("button", { name: w.commit }).click();
    await expect(panel.getByText(w.committed, { exact: true })).toBeVisible();
    expect(await entries(person, slug, kind)).toEqual(before);
    await person.shot(`restored-${kind}-${lang}`);
  });

import { expect, type Instance, type Person, test } from "./driver";

// Two zones and two PoPs of one member; another member, to look on.
function villages(instance: Instance): { slug: string; name: string } {
  const slug = instance.fresh("berry");
  const name = `Réseau ${slug}`;
  instance.member(slug, name);
  const other = instance.fresh("sud");
  instance.member(other, `Réseau ${other}`);
  instance.import(
    "pops",
    slug,
    "code;nom;longitude;latitude;technologies\nP1;Nœud du Pré;3,03;45,78;ftth\nP2;Nœud du Puy;3,09;45,78;ftth\n",
  );
  instance.import(
    "zones",
    slug,
    "code;nom;technologies;communes;handoff;monthly_eur;price_audience\nZ1;Clermont;ftth;63113;P1;30;private\nZ2;Aubière;ftth;63014;P2;40;members\n",
  );
  return { slug, name };
}

const words = {
  fr: {
    audience: "Visibilité",
    of: "Visibilité de Clermont",
    all: "Toutes les 2",
    apply: "Appliquer",
    undo: "Annuler ce changement",
    undone: "Le changement est annulé.",
    visitor: "Un visiteur",
    bureau: "Le bureau",
    leave: "Quitter l’aperçu",
    banner: "telles que les voit",
    nothing: "Rien n’est visible ainsi.",
    history: "Voir dans l’historique",
    before: "Avant",
  },
  en: {
    audience: "Audience",
    of: "Audience of Clermont",
    all: "All 2",
    apply: "Apply",
    undo: "Undo this change",
    undone: "The change is undone.",
    visitor: "A visitor",
    bureau: "The bureau",
    leave: "Leave the preview",
    banner: "Preview: the entries of",
    nothing: "Nothing can be seen this way.",
    history: "See it in the history",
    before: "Before",
  },
} as const;

const zones = async (person: Person, slug: string) =>
  (await (await person.page.request.get(`${person.url}/api/v1/members/${slug}/zones`)).json())
    .items as { code: string; audience: string }[];

for (const lang of ["fr", "en"] as const) {
  const w = words[lang];
  test(`an owner sets who sees its zones, looks as others do, and takes it back, ${lang}`, async ({
    instance,
    person,
  }) => {
    test.slow();
    const { slug } = villages(instance);
    await person.arrive(
      instance.user(`${instance.fresh("kim")}@example.org`, "contributor", slug),
      lang,
    );
    await person.read(`?view=members&of=${slug}`);
    await person.panel.getByRole("button", { name: w.audience, exact: true }).click();
    await expect(person.title(w.audience)).toBeVisible();
    const select = person.panel.getByLabel(w.of);
    await expect(select).toHaveValue("members");

    // A visitor sees nothing of it; the banner says as whom one looks, until left.
    const seeAs = async (who: string) => person.panel.getByText(who, { exact: true }).click();
    await seeAs(w.visitor);
    await expect(person.panel.getByText(w.banner, { exact: false })).toBeVisible();
    await expect(person.panel.getByText(w.nothing)).toBeVisible();
    await expect(person.panel.getByText("Clermont")).toHaveCount(0);
    await person.panel.getByRole("button", { name: w.leave }).click();

    // One alone goes public: a visitor sees that one.
    await select.selectOption("public");
    await expect(person.panel.getByRole("status").filter({ hasText: "1" }).first()).toBeVisible();
    await seeAs(w.visitor);
    await expect(person.panel.getByText("Clermont")).toBeVisible();
    await expect(person.panel.getByText("Aubière")).toHaveCount(0);
    await seeAs(w.bureau);
    await expect(person.panel.getByText("Aubière")).toBeVisible();
    await person.panel.getByRole("button", { name: w.leave }).click();

    // All at once, and back as one.
    await person.panel.getByLabel(w.all).check();
    await person.panel.getByRole("group").getByRole("combobox").first().selectOption("private");
    await person.panel.getByRole("button", { name: w.apply }).click();
    await expect(person.panel.getByRole("button", { name: w.undo })).toBeVisible();
    expect((await zones(person, slug)).map((z) => z.audience)).toEqual(["private", "private"]);
    await person.panel.getByRole("button", { name: w.undo }).click();
    await expect(person.panel.getByText(w.undone)).toBeVisible();
    expect((await zones(person, slug)).map((z) => z.audience)).toEqual(["public", "members"]);
  });
}

test("what new entries get is kept, and others may not set it", async ({
  instance,
  person,
  another,
}) => {
  const { slug } = villages(instance);
  await person.arrive(instance.user(`${instance.fresh("lea")}@example.org`, "contributor", slug));
  await person.read(`?view=audience&of=${slug}`);
  await person.panel.getByRole("tab", { name: "Par défaut" }).click();
  await person.panel.getByLabel("Points de présence et zones").selectOption("bureau");
  await expect(person.panel.getByText("Enregistré.")).toBeVisible();
  await person.page.reload();
  await person.panel.getByRole("tab", { name: "Par défaut" }).click();
  await expect(person.panel.getByLabel("Points de présence et zones")).toHaveValue("bureau");

  const sales = await another();
  await sales.arrive(instance.user(`${instance.fresh("max")}@example.org`, "sales", slug));
  await sales.read(`?view=audience&of=${slug}`);
  await expect(sales.panel.getByText("Seules les personnes qui tiennent")).toBeVisible();
});

test("the history tells who changed what, before and after, and is taken away", async ({
  instance,
  person,
}) => {
  const { slug, name } = villages(instance);
  const email = `${instance.fresh("noa")}@example.org`;
  await person.arrive(instance.user(email, "contributor", slug));
  await person.read(`?view=audience&of=${slug}`);
  await person.panel.getByLabel("Visibilité de Clermont").selectOption("private");
  await person.panel.getByRole("button", { name: "Voir dans l’historique" }).click();
  await expect(person.title("Historique")).toBeVisible();
  const lines = person.panel.locator(".change-line");
  await expect(lines).toHaveCount(1);
  await lines.click();
  const row = person.panel.locator(".difference tbody tr").filter({ hasText: "visibilité" });
  await expect(row).toContainText("members");
  await expect(row).toContainText("private");

  // All of its changes, then those of one kind, then of none.
  await person.panel.getByRole("button", { name: "Revenir à tous les changements" }).click();
  await expect(lines.filter({ hasText: "Nœud du Pré" })).toHaveCount(1);
  await person.panel.getByLabel("Objet").selectOption("zone");
  await expect(lines.filter({ hasText: "Nœud du Pré" })).toHaveCount(0);
  await expect(lines.filter({ hasText: "Aubière" })).toHaveCount(1);
  const download = person.page.waitForEvent("download");
  await person.panel.getByRole("link", { name: "Exporter (CSV)" }).click();
  const chunks: Buffer[] = [];
  for await (const chunk of await (await download).createReadStream()) chunks.push(chunk);
  const sheet = Buffer.concat(chunks).toString();
  expect(sheet).toContain("Aubière");
  expect(sheet).not.toContain("Nœud du Pré");
  await person.panel.getByLabel("Code").fill("nothing-so-called");
  await expect(person.panel.getByText("Aucun changement ne répond")).toBeVisible();
  expect(name).toContain(slug);
});

test("an owner learns which member looked at its zones", async ({ instance, person, another }) => {
  test.slow();
  const { slug } = villages(instance);
  const reader = instance.fresh("ouest");
  instance.member(reader, `Réseau ${reader}`);
  const sales = await another();
  await sales.arrive(instance.user(`${instance.fresh("oli")}@example.org`, "sales", reader));
  // Without a word, a page about one member is about one's own.
  await sales.read("?view=openings");
  await expect(sales.page).toHaveURL(new RegExp(`of=${reader}`));
  await sales.read(`?view=members&of=${slug}`);
  await person.arrive(instance.user(`${instance.fresh("pia")}@example.org`, "contributor", slug));
  // Counts are written every half minute.
  const readers = `${instance.url}/api/v1/members/${slug}/readers`;
  await expect
    .poll(async () => (await person.page.request.get(readers)).text(), { timeout: 60_000 })
    .toContain(reader);
  await person.read(`?view=readers&of=${slug}`);
  await expect(person.panel.getByText(`Réseau ${reader}`).first()).toBeVisible();
});

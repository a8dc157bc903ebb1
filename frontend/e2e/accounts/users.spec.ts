import { expect, Instance, Person, password, test } from "./driver";

// What an administrator does in either language, in the words of the page.
const words = {
  fr: {
    users: "Utilisateurs",
    invite: "Inviter",
    email: "Adresse électronique",
    member: "Adhérent",
    save: "Enregistrer les rôles",
    reset: "Lien pour mot de passe oublié",
    addRole: "Ajouter un rôle",
    role: "Rôle",
    remove: "Retirer",
  },
  en: {
    users: "Users",
    invite: "Invite",
    email: "E-mail",
    member: "Member",
    save: "Save the roles",
    reset: "Link for a forgotten password",
    addRole: "Add a role",
    role: "Role",
    remove: "Remove",
  },
} as const;

for (const lang of ["fr", "en"] as const) {
  const w = words[lang];
  test(`an administrator invites, changes roles, resets a password and removes, ${lang}`, async ({
    instance,
    person,
    another,
  }) => {
    test.slow();
    const slug = instance.fresh("berry");
    instance.member(slug, `Réseau ${slug}`);
    await person.enter(instance.user(`${instance.fresh("admin")}@example.org`, "admin"), lang);
    await person.choose(w.users);
    await expect(person.title(w.users)).toBeVisible();

    // Invited: the link is shown once, and lets them in under their role.
    const email = `${instance.fresh("ana")}@example.org`;
    await person.panel.getByRole("button", { name: w.invite, exact: true }).click();
    const form = person.panel.getByRole("form", { name: w.invite });
    await form.getByLabel(w.email).fill(email);
    await expect(form.getByRole("button", { name: w.invite, exact: true })).toBeDisabled();
    await form.getByLabel(w.member).selectOption(slug);
    await form.getByRole("button", { name: w.invite, exact: true }).click();
    const link = await person.secret();
    const ana = await another();
    await ana.enter(instance.reached(link), lang);
    expect(await ana.me()).toMatchObject({ role: "contributor", member: slug, email });

    // A second role: both are theirs, one at a time.
    await person.page.reload();
    const row = person.panel.getByRole("listitem").filter({ hasText: email });
    await row.getByRole("button", { name: email }).click();
    await row.getByRole("button", { name: w.addRole }).click();
    await row.getByLabel(w.role, { exact: true }).last().selectOption("bureau");
    await row.getByRole("button", { name: w.save }).click();
    await expect(row.getByRole("button", { name: w.save })).toHaveCount(0);
    await ana.read(`?view=account&lang=${lang}`);
    await ana.panel.getByRole("button", { name: /Agir ainsi|Act as this/ }).click();
    await expect.poll(async () => (await ana.me()).role).toBe("bureau");

    // A role taken away ends what acts under it.
    await row
      .getByRole("button", { name: /Bureau/ })
      .last()
      .click();
    await row.getByRole("button", { name: w.save }).click();
    await expect.poll(async () => (await ana.me()).role).toBe("visitor");

    // A forgotten password: another link, another password.
    await row.getByRole("button", { name: w.reset }).click();
    await ana.enter(instance.reached(await person.secret()), lang);
    expect((await ana.me()).email).toBe(email);

    // Removed: asked twice, then gone with what was open.
    await row.getByRole("button", { name: `${w.remove} (${email})` }).click();
    await row.getByRole("group").getByRole("button", { name: w.remove }).click();
    await expect(row).toHaveCount(0);
    expect((await ana.me()).role).toBe("visitor");
    await ana.signIn(email, password);
    await expect(ana.page.getByRole("alert")).toBeVisible();
  });
}

test("the last administrator stays one, and is told why", async ({ browser }) => {
  test.slow();
  const fresh = await Instance.start();
  try {
    const page = await browser.newPage();
    const person = new Person(page, fresh.url);
    await person.arrive(fresh.user("only@example.org", "admin"));
    await person.read("?view=users");
    const row = person.panel.getByRole("listitem").filter({ hasText: "only@example.org" });
    await row.getByRole("button", { name: "only@example.org" }).click();
    await row.getByLabel("Rôle", { exact: true }).selectOption("bureau");
    await row.getByRole("button", { name: "Enregistrer les rôles" }).click();
    await expect(row.getByRole("alert")).toContainText("Il n’y aurait plus d’administrateur");
    expect((await person.me()).role).toBe("admin");
  } finally {
    await fresh.stop();
  }
});

test("the list of users is for administrators alone", async ({ instance, person }) => {
  await person.arrive(instance.user(`${instance.fresh("bob")}@example.org`, "bureau"));
  await person.read("?view=users");
  await expect(person.panel.getByText("Seule l’administration")).toBeVisible();
});

import { expect, Instance, Person, password, test } from "./driver";

test("the first administrator's link makes one, once, and closes the instance", async ({
  browser,
}) => {
  test.slow(); // An instance starts and stops within.
  // With a provider that does not answer: nobody listens on this port.
  const fresh = await Instance.start({
    MAILLAGE_OIDC_ISSUER: "http://127.0.0.1:9",
    MAILLAGE_OIDC_CLIENT_ID: "maillage",
    MAILLAGE_OIDC_CLIENT_SECRET: "not a secret",
  });
  try {
    const [mine, theirs] = await Promise.all([browser.newPage(), browser.newPage()]);
    const [person, visitor] = [new Person(mine, fresh.url), new Person(theirs, fresh.url)];
    expect((await visitor.me()).role).toBe("operator");
    const link = fresh.firstLink();
    await person.enter(link);
    expect((await person.me()).role).toBe("admin");
    // The secret is not left in the address.
    expect(mine.url()).not.toContain("mll_");

    // Who has not signed in is a visitor from now on.
    await theirs.goto(fresh.url);
    await expect(theirs.locator(".rail").getByRole("link", { name: "Se connecter" })).toBeVisible();
    expect((await visitor.me()).role).toBe("visitor");

    // The link has served.
    await theirs.goto(link);
    await theirs.getByRole("button", { name: "Se connecter" }).click();
    await expect(theirs.getByRole("alert")).toContainText("Ce lien a déjà servi ou a expiré");
    await theirs.getByRole("link", { name: "Se connecter avec un mot de passe" }).click();
    await expect(theirs.getByLabel("Adresse électronique")).toBeVisible();

    // The provider is offered, and its silence is told.
    await theirs.getByRole("link", { name: "Se connecter avec 127.0.0.1" }).click();
    await expect(theirs.getByRole("alert")).toHaveText("Le fournisseur d’identité ne répond pas.");
  } finally {
    await fresh.stop();
  }
});

for (const [lang, words] of Object.entries({
  fr: { wrong: "L’adresse ou le mot de passe est faux." },
  en: { wrong: "The e-mail or the password is wrong." },
} as const)) {
  test(`in by an invitation, out, and in again by the password, ${lang}`, async ({
    instance,
    person,
  }) => {
    const email = `${instance.fresh("ana")}@example.org`;
    await person.enter(instance.user(email, "bureau"), lang as "fr" | "en");
    await person.leave();

    // A wrong password and an unknown address are told alike.
    await person.signIn(email, "pas celui-ci du tout");
    await expect(person.page.getByRole("alert")).toHaveText(words.wrong);
    await person.signIn("nobody@example.org", "pas celui-ci du tout");
    await expect(person.page.getByRole("alert")).toHaveText(words.wrong);

    await person.signIn(email, password);
    await expect(person.panel).toBeVisible();
    expect(await person.me()).toMatchObject({ role: "bureau", email });
  });
}

test("a password too easy or too short is refused, with what to do", async ({
  instance,
  person,
}) => {
  const link = instance.user(`${instance.fresh("ben")}@example.org`, "bureau");
  await person.page.goto(link);
  await person.page.getByRole("button", { name: "Se connecter" }).click();
  const field = person.page.getByLabel("Nouveau mot de passe");
  const alert = person.page.getByRole("alert");
  await field.fill("court");
  await person.page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(alert).toHaveText("12 caractères au moins.");
  await field.fill("aaaaaaaaaaaaaaaa");
  await person.page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(alert).toHaveText("Ce mot de passe se devine trop facilement.");
  await field.fill(password);
  await person.page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(person.panel).toBeVisible();
});

test("who has lost the password comes in by another link and ends what was open", async ({
  instance,
  person,
  another,
}) => {
  const email = `${instance.fresh("cleo")}@example.org`;
  const elsewhere = await another();
  await elsewhere.enter(instance.user(email, "bureau"));
  await person.enter(instance.user(email, "bureau"));
  expect((await person.me()).email).toBe(email);
  // A new password ends the other sessions.
  expect((await elsewhere.me()).role).toBe("visitor");
});

test("nobody is kept out of the ways in", async ({ instance, person }) => {
  for (const scheme of ["light", "dark"] as const) {
    await person.page.emulateMedia({ colorScheme: scheme });
    await person.page.goto(`${instance.url}/sign-in`);
    await expect(person.page.getByRole("heading", { name: "Se connecter" })).toBeVisible();
    expect(await person.barriers()).toEqual([]);
  }
});

import { expect, password, test } from "./driver";

test("sessions are listed, and another one is ended", async ({ instance, person, another }) => {
  const email = `${instance.fresh("dan")}@example.org`;
  await person.enter(instance.user(email, "bureau"));
  const elsewhere = await another();
  await elsewhere.comeIn(email);
  await person.choose("Mon compte");
  await expect(person.title("Mon compte")).toBeVisible();
  const end = person.panel.getByRole("button", { name: "Mettre fin (Chrome · Linux)" });
  await expect(end).toHaveCount(1);
  await end.click();
  await expect(end).toHaveCount(0);
  expect((await elsewhere.me()).role).toBe("visitor");
  expect((await person.me()).role).toBe("bureau");
});

test("a token is made, shown once, works, and is revoked", async ({ instance, person }) => {
  await person.arrive(instance.user(`${instance.fresh("eve")}@example.org`, "bureau"));
  await person.read("?view=account");
  await person.panel.getByRole("button", { name: "Créer un jeton" }).click();
  await person.panel.getByLabel("À quoi sert-il ?").fill("Export du lundi");
  await person.panel.getByRole("button", { name: "Créer", exact: true }).click();
  const secret = await person.secret();
  expect(secret).toMatch(/^mlt_/);
  const asked = async () =>
    (await fetch(`${instance.url}/api/v1/me`, { headers: { authorization: `Bearer ${secret}` } }))
      .status;
  expect(await asked()).toBe(200);
  await person.page.reload();
  await expect(person.panel.getByText("Export du lundi")).toBeVisible();
  await expect(person.panel.getByText(secret)).toHaveCount(0);
  await person.panel.getByRole("button", { name: "Révoquer (Export du lundi)" }).click();
  await person.panel.getByRole("button", { name: "Révoquer", exact: true }).click();
  await expect(person.panel.getByText("Aucun jeton.")).toBeVisible();
  expect(await asked()).toBe(401);
});

test("a password is changed with the one before", async ({ instance, person }) => {
  const email = `${instance.fresh("flo")}@example.org`;
  await person.enter(instance.user(email, "bureau"));
  await person.leave();
  await person.comeIn(email);
  await person.read("?view=account");
  await person.panel.getByRole("button", { name: "Changer de mot de passe" }).click();
  const form = person.panel.getByRole("form", { name: "Changer de mot de passe" });
  await form.getByLabel("Mot de passe actuel").fill("ce n’est pas celui-là");
  await form.getByLabel("Nouveau mot de passe").fill("cinq autres mots tout aussi bons");
  await form.getByRole("button", { name: "Enregistrer" }).click();
  await expect(form.getByRole("alert")).toHaveText("Le mot de passe actuel est faux.");
  await form.getByLabel("Mot de passe actuel").fill(password);
  await form.getByRole("button", { name: "Enregistrer" }).click();
  await expect(
    person.panel.getByText("Le mot de passe est enregistré", { exact: false }),
  ).toBeVisible();
  await person.leave();
  await person.comeIn(email, "cinq autres mots tout aussi bons");
});

test("one's data is taken away, then the account goes", async ({ instance, person }) => {
  const email = `${instance.fresh("gus")}@example.org`;
  await person.arrive(instance.user(email, "bureau"));
  await person.read("?view=account");
  const download = person.page.waitForEvent("download");
  await person.panel.getByRole("link", { name: "Tout télécharger (JSON)" }).click();
  const chunks: Buffer[] = [];
  for await (const chunk of await (await download).createReadStream()) chunks.push(chunk);
  expect(JSON.parse(Buffer.concat(chunks).toString())).toMatchObject({ user: { email } });

  await person.panel.getByRole("button", { name: "Supprimer mon compte" }).click();
  const sure = person.panel.getByRole("button", { name: "Supprimer pour de bon" });
  await expect(sure).toBeDisabled();
  await person.panel.getByLabel(`Pour confirmer, écrivez ${email}`).fill(email);
  await sure.click();
  await expect(
    person.page.locator(".rail").getByRole("link", { name: "Se connecter" }),
  ).toBeVisible();
  await person.signIn(email);
  await expect(person.page.getByRole("alert")).toHaveText("L’adresse ou le mot de passe est faux.");
});

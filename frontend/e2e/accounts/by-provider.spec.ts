// Signing in where an OpenID Connect provider says who people are: the real program,
// a provider that keeps to the standard, and a browser that goes from one to the other.
import { expect, Instance, Person, test } from "./driver";
import { provide } from "./provider";

// Begun here and not as a fixture: tests with other fixtures get another worker, and
// the instance of all the others would have to be started again after these.
let provider: Awaited<ReturnType<typeof provide>>;
let known: Instance;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  provider = await provide();
  known = await Instance.start(provider.settings);
  known.user("boss@example.org", "admin");
});
test.afterAll(async () => {
  await known?.stop();
  await provider?.stop();
});

const words = {
  fr: {
    start: "Se connecter avec 127.0.0.1",
    unknown: "Aucun compte n’existe ici à cette adresse : demandez une invitation.",
    cancelled:
      "Vous n’êtes pas connecté : vous avez annulé, ou le fournisseur d’identité a refusé.",
    stale: "Cette connexion a pris trop de temps, ou a commencé dans un autre navigateur",
  },
  en: {
    start: "Sign in with 127.0.0.1",
    unknown: "Nobody has an account here under this e-mail: ask for an invitation.",
    cancelled: "You are not signed in: you cancelled, or the identity provider refused.",
    stale: "This sign-in took too long, or began in another browser",
  },
} as const;

const shots = process.env.SHOT_DIR;

for (const lang of ["fr", "en"] as const) {
  const w = words[lang];
  test(`a provider says who one is, or does not, ${lang}`, async ({ browser }) => {
    const email = `${known.fresh("ana")}@example.org`;
    known.user(email, "bureau");
    const context = await browser.newContext();
    const person = new Person(await context.newPage(), known.url);
    const { page } = person;
    const look = async (name: string) => {
      if (shots) await page.screenshot({ path: `${shots}/provider-${lang}-${name}.png` });
    };
    let chosen = false;
    const leave = async () => {
      await page.goto(`${known.url}/sign-in`);
      await expect(page.locator("main")).toBeVisible();
      // Chosen once; the way there and back must not lose it.
      if (lang === "en" && !chosen) await page.getByRole("button", { name: "English" }).click();
      chosen = true;
      await page.getByRole("link", { name: w.start }).click();
      await expect(page).toHaveTitle("A provider");
      return page.url();
    };
    const alert = page.getByRole("alert");

    await leave();
    await page.getByRole("button", { name: "Cancel" }).click();
    await expect(alert).toHaveText(w.cancelled);
    await look("cancelled");
    expect((await person.me()).role).toBe("visitor");

    await leave();
    await page.getByLabel("Address").fill("nobody@example.org");
    await page.getByRole("button", { name: "That is me" }).click();
    await expect(alert).toHaveText(w.unknown);
    await look("unknown");
    expect((await person.me()).role).toBe("visitor");

    const asked = await leave();
    // The provider may write an address as its people do.
    await page.getByLabel("Address").fill(email.toUpperCase());
    await page.getByRole("button", { name: "That is me" }).click();
    await expect(person.panel).toBeVisible();
    expect(await person.me()).toMatchObject({ role: "bureau", email });
    expect(new URL(page.url()).origin).toBe(new URL(known.url).origin);
    expect(page.url()).not.toMatch(/code=|state=/);
    await look("in");

    // What was asked once lets nobody in again, nor is a way back without a way there.
    await person.leave();
    await page.goto(asked);
    await page.getByLabel("Address").fill(email);
    await page.getByRole("button", { name: "That is me" }).click();
    await expect(alert).toContainText(w.stale);
    await look("stale");
    expect((await person.me()).role).toBe("visitor");
    expect(person.faults).toEqual([]);
    await context.close();
  });
}

// An instance with accounts and without the demonstration, and the people who
// use it. Each test makes its own people: the instance is shared, nothing else.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, test as base, expect } from "@playwright/test";
import { Maillage } from "../driver";
import { type Program, serve } from "../program";

export const password = "quatre mots bien choisis";

/** A small country of five communes in a row: quick to load, enough to collect in. */
const communes: [string, string][] = [
  ["63113", "Clermont-Ferrand"],
  ["63014", "Aubière"],
  ["63075", "Chamalières"],
  ["63032", "Beaumont"],
  ["63070", "Ceyrat"],
];

function country(): string {
  const step = 0.06;
  const features = communes.map(([code, nom], i) => {
    const [west, south] = [3 + i * step, 45.75];
    const [east, north] = [west + step, south + step];
    const ring = [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ];
    return {
      type: "Feature",
      properties: { code, nom, departement: "63", region: "84" },
      geometry: { type: "Polygon", coordinates: [ring] },
    };
  });
  return JSON.stringify({ type: "FeatureCollection", features });
}

export class Instance {
  #count = 0;

  private constructor(
    readonly program: Program,
    readonly folder: string,
  ) {}

  /** Starts one, empty and without an administrator. */
  static async start(settings: Record<string, string> = {}): Promise<Instance> {
    const folder = mkdtempSync(join(tmpdir(), "maillage-country-"));
    const file = join(folder, "communes.geojson");
    writeFileSync(file, country());
    return new Instance(await serve([], { ...settings, MAILLAGE_TERRITORY: file }), folder);
  }

  async stop(): Promise<void> {
    await this.program.stop();
    rmSync(this.folder, { recursive: true });
  }

  get url(): string {
    return this.program.url;
  }

  /** The one-time link that the first start prints. */
  firstLink(): string {
    const link = /http\S+\/sign-in#mll_\S+/.exec(this.program.said())?.[0];
    if (!link) throw new Error(`no first link in:\n${this.program.said()}`);
    return this.reached(link);
  }

  /** Adds a user, or a role to one; the link that signs them in. */
  user(email: string, role: string, member?: string): string {
    const of = member ? ["--member", member] : [];
    return this.reached(this.program.verb("user", "add", email, "--role", role, ...of).trim());
  }

  member(slug: string, name: string, ...args: string[]): void {
    this.program.verb("member", "add", slug, "--name", name, ...args);
  }

  import(kind: "pops" | "zones", member: string, csv: string): void {
    const file = join(this.folder, `${kind}.csv`);
    writeFileSync(file, csv);
    this.program.verb("import", kind, file, "--member", member);
  }

  /** A link as the server writes it, localhost, by the name of these tests: one cookie jar wants one name. */
  reached(link: string): string {
    return `${this.url}/sign-in${new URL(link).hash}`;
  }

  /** A word that no other test of this instance has: for names and addresses. */
  fresh(word: string): string {
    this.#count += 1;
    return `${word}-${this.#count}-${Date.now().toString(36)}`;
  }
}

/** Somebody at a browser of their own. */
export class Person extends Maillage {
  /** Is signed in by a one-time link, without the page: where the way in is not the question. */
  async arrive(link: string, lang: "fr" | "en" = "fr"): Promise<void> {
    const answer = await this.page.request.post(`${this.url}/api/v1/session`, {
      data: { link: new URL(link).hash.slice(1) },
      headers: { origin: this.url },
    });
    expect(answer.ok(), await answer.text()).toBe(true);
    await this.page.addInitScript((chosen) => {
      if (!localStorage.getItem("maillage-language"))
        localStorage.setItem("maillage-language", chosen);
    }, lang);
  }

  /** Follows a one-time link and keeps the password of these tests. */
  async enter(link: string, lang: "fr" | "en" = "fr"): Promise<void> {
    await this.page.goto(link);
    await expect(this.page.locator("main")).toBeVisible();
    if ((await this.page.locator("html").getAttribute("lang")) !== lang)
      await this.page.getByRole("button", { name: /^(English|Français)$/ }).click();
    await this.page.getByRole("button", { name: /Se connecter|Sign in/ }).click();
    await this.page.getByLabel(/Nouveau mot de passe|New password/).fill(password);
    await this.page.getByRole("button", { name: /Enregistrer|Save/ }).click();
    await expect(this.panel).toBeVisible();
  }

  async signIn(email: string, secret = password): Promise<void> {
    await this.page.goto(`${this.url}/sign-in`);
    await this.page.getByLabel(/Adresse électronique|E-mail/).fill(email);
    await this.page.getByLabel(/Mot de passe|Password/, { exact: true }).fill(secret);
    await this.page.getByRole("button", { name: /Se connecter|Sign in/ }).click();
  }

  /** Signs in and sees the page. */
  async comeIn(email: string, secret = password): Promise<void> {
    await this.signIn(email, secret);
    await expect(this.panel).toBeVisible();
  }

  /** Opens the menu of one's account and takes what it offers. */
  async choose(item: string | RegExp): Promise<void> {
    await this.page
      .locator(".rail")
      .getByRole("button", { name: /Compte de|Account of/ })
      .click();
    await this.page.getByRole("menuitem", { name: item }).click();
    await expect(this.page.getByRole("menu")).toHaveCount(0);
  }

  /** Signs out, and has arrived where a visitor stands: the page goes there by itself. */
  async leave(): Promise<void> {
    await this.choose(/Se déconnecter|Sign out/);
    await expect(
      this.page.locator(".rail").getByRole("link", { name: /Se connecter|Sign in/ }),
    ).toBeVisible();
  }

  /** Acts under another role they hold, without the page. */
  async actAs(grant: { role: string; member?: string }): Promise<void> {
    const answer = await this.page.request.patch(`${this.url}/api/v1/session`, {
      data: grant,
      headers: { origin: this.url },
    });
    expect(answer.ok(), await answer.text()).toBe(true);
  }

  /** What the page shows this once. */
  async secret(): Promise<string> {
    const shown = this.panel.locator(".secret");
    const text = await shown.locator("code").textContent();
    await shown.getByRole("button", { name: /C’est fait|Done/ }).click();
    return text ?? "";
  }

  /** What the server takes them for. */
  async me(): Promise<{ role: string; member?: string; email?: string }> {
    return (await this.page.request.get(`${this.url}/api/v1/me`)).json();
  }
}

interface Fixtures {
  /** The person of the test. */
  person: Person;
  /** Another one, at another browser. */
  another: () => Promise<Person>;
}

export const test = base.extend<Fixtures, { instance: Instance }>({
  instance: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs
    async ({}, use) => {
      const instance = await Instance.start();
      try {
        // With an administrator, whoever has not signed in is a visitor.
        instance.user("boss@example.org", "admin");
        await use(instance);
      } finally {
        await instance.stop();
      }
    },
    { scope: "worker", timeout: 120_000 },
  ],
  person: async ({ page, instance }, use) => {
    const person = new Person(page, instance.url);
    await use(person);
    expect(person.strangers, "requests to a third party").toEqual([]);
    expect(person.faults, "errors in the console").toEqual([]);
  },
  another: async ({ browser, instance }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext();
      contexts.push(context);
      return new Person(await context.newPage(), instance.url);
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

export { expect };

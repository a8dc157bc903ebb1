// The page in the words of those who use it. Tests say what is done; how it is
// found on the page is said here, once.
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Locator, type Page } from "@playwright/test";
import type { Map as MapLibreMap } from "maplibre-gl";
import { type Demonstration, demonstration } from "./server";

declare global {
  interface Window {
    __map?: MapLibreMap;
  }
}

export interface Member {
  slug: string;
  name: string;
  zones: number;
  pops: number;
}

export class Maillage {
  /** Console errors and failed requests since the page was made. */
  readonly faults: string[] = [];
  /** Requests that left the server's own origin. */
  readonly strangers: string[] = [];

  constructor(
    readonly page: Page,
    readonly url: string,
  ) {
    page.on("console", (message) => {
      // The browser itself writes every refused answer; tests of refusals expect those.
      if (message.type() === "error" && !/status of 4\d\d/.test(message.text()))
        this.faults.push(message.text());
    });
    page.on("pageerror", (error) => this.faults.push(error.message));
    page.on("request", (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith("http") && origin !== new URL(url).origin)
        this.strangers.push(request.url());
    });
  }

  async open(query = ""): Promise<void> {
    await this.page.goto(`${this.url}/${query}`);
    await this.mapIsStill();
  }

  /** Opens a page and waits for its words alone: quicker, where the map is not the question. */
  async read(query = ""): Promise<void> {
    await this.page.goto(`${this.url}/${query}`);
    await expect(this.panel.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(this.panel.locator("[aria-busy=true]")).toHaveCount(0);
  }

  /** Waits until everything asked for is drawn. */
  async mapIsStill(): Promise<void> {
    await this.page.waitForFunction(() => {
      const map = window.__map;
      return map?.isStyleLoaded() && Object.keys(map.getStyle().sources).length > 0;
    });
    await this.page.evaluate(
      () =>
        new Promise<void>((done) => {
          const map = window.__map as MapLibreMap;
          map.once("idle", () => done());
          map.triggerRepaint();
        }),
    );
  }

  /** How many shapes of a layer of the map are in view. */
  async drawn(layer: string): Promise<number> {
    return this.page.evaluate((id) => {
      const map = window.__map as MapLibreMap;
      return map.getLayer(id) ? map.queryRenderedFeatures({ layers: [id] }).length : 0;
    }, layer);
  }

  /** Waits until a layer is drawn. */
  async shows(layer: string): Promise<void> {
    await expect.poll(() => this.drawn(layer), { message: `layer ${layer}` }).toBeGreaterThan(0);
  }

  async view(): Promise<{ lon: number; lat: number; zoom: number }> {
    return this.page.evaluate(() => {
      const map = window.__map as MapLibreMap;
      return { lon: map.getCenter().lng, lat: map.getCenter().lat, zoom: map.getZoom() };
    });
  }

  /** How many different colours a picture of the map holds: one or two is a blank map. */
  async colours(): Promise<number> {
    const png = await this.page.getByTestId("map").screenshot();
    return this.page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
      const canvas = new OffscreenCanvas(picture.width, picture.height);
      const context = canvas.getContext("2d") as OffscreenCanvasRenderingContext2D;
      context.drawImage(picture, 0, 0);
      const { data } = context.getImageData(0, 0, picture.width, picture.height);
      const seen = new Set<number>();
      for (let i = 0; i < data.length; i += 4 * 7) {
        seen.add(((data[i] ?? 0) << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0));
      }
      return seen.size;
    }, png.toString("base64"));
  }

  /** Goes to a section by its French or English name. */
  async goTo(section: string): Promise<void> {
    await this.page
      .getByRole("navigation", { name: /Rubriques|Sections/ })
      .getByRole("link", { name: section })
      .click();
  }

  get panel(): Locator {
    return this.page.locator("#panel");
  }

  title(name: string | RegExp): Locator {
    return this.panel.getByRole("heading", { level: 1, name });
  }

  async search(text: string, pick: RegExp): Promise<void> {
    await this.panel.getByRole("textbox", { name: /Rechercher/ }).fill(text);
    await this.page.getByRole("option", { name: pick }).first().click();
  }

  async filterTechnology(name: string): Promise<void> {
    await this.panel.getByRole("button", { name: /^Technologies/ }).click();
    await this.page.getByRole("checkbox", { name, exact: true }).check();
    await this.page.keyboard.press("Escape");
  }

  /** Asks what is at a point, by a click on the map. */
  async ask(lon: number, lat: number): Promise<void> {
    const at = await this.page.evaluate(
      ([x, y]) => {
        const map = window.__map as MapLibreMap;
        const { left, top } = map.getCanvas().getBoundingClientRect();
        const point = map.project([x as number, y as number]);
        return { x: left + point.x, y: top + point.y };
      },
      [lon, lat],
    );
    await this.page.mouse.click(at.x, at.y);
  }

  async chooseMember(name: string): Promise<void> {
    const field = this.panel
      .getByRole("combobox", { name: "Adhérent" })
      .or(this.panel.getByRole("textbox", { name: "Adhérent" }));
    await field.first().click();
    await this.page.getByRole("option", { name, exact: true }).click();
  }

  /** Uploads a list on the page of lists. */
  async upload(name: string, content: string, kind: "pops" | "zones" = "pops"): Promise<void> {
    const label = kind === "pops" ? "des points de présence" : "des zones de collecte";
    await this.panel.getByText(label, { exact: true }).click();
    await this.panel
      .locator("input[type=file]")
      .setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(content) });
  }

  async members(): Promise<Member[]> {
    const answer = await this.page.request.get(`${this.url}/api/v1/members`);
    return (await answer.json()).items;
  }

  /** The member with most zones: where there is something to see. */
  async biggest(): Promise<Member> {
    return (await this.members()).sort((a, b) => b.zones - a.zones)[0] as Member;
  }

  /** Adds a member of its own, without entries; its slug. */
  async newMember(name: string): Promise<string> {
    const slug = `${name}-${Date.now() % 1e8}`;
    const added = await this.page.request.post(`${this.url}/api/v1/members`, {
      data: { slug, name: slug },
    });
    expect(added.ok()).toBe(true);
    return slug;
  }

  /** Keeps a picture of the page to be looked at, where SHOT_DIR says so. */
  async shot(name: string): Promise<void> {
    const folder = process.env.SHOT_DIR;
    if (folder) await this.page.screenshot({ path: join(folder, `${name}.png`) });
  }

  /** Faults of accessibility that would keep someone out. */
  async barriers(only?: string): Promise<string[]> {
    const axe = new AxeBuilder({ page: this.page })
      // Otherwise it opens a page of its own each time, for frames of other origins: we have none.
      .setLegacyMode(true)
      .options({ resultTypes: ["violations"] });
    const { violations } = await (only ? axe.withRules(only) : axe).analyze();
    return violations
      .filter((v) => v.impact === "serious" || v.impact === "critical")
      .map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target} ${n.failureSummary}`).join(" | ")}`);
  }
}

export const test = base.extend<{ maillage: Maillage }, { demonstration: Demonstration }>({
  demonstration: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs
    async ({}, use) => {
      const served = await demonstration();
      await use(served);
      await served.stop();
    },
    { scope: "worker", timeout: 300_000 },
  ],
  maillage: async ({ page, demonstration: { url } }, use) => {
    const maillage = new Maillage(page, url);
    await use(maillage);
    expect(maillage.strangers, "requests to a third party").toEqual([]);
    expect(maillage.faults, "errors in the console").toEqual([]);
  },
});

export { expect };

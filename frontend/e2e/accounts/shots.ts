// Pictures of the pages that need an account, to be looked at: `npm run shot`.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { lookAround } from "./around";
import { test } from "./driver";

const folder = process.env.SHOT_DIR ?? "/tmp/maillage-shots";
mkdirSync(folder, { recursive: true });

const looks = [
  { name: "desk-light-fr", width: 1440, height: 900, scheme: "light", lang: "fr" },
  { name: "desk-dark-en", width: 1440, height: 900, scheme: "dark", lang: "en" },
  { name: "phone-light-fr", width: 390, height: 844, scheme: "light", lang: "fr" },
] as const;

for (const { name, width, height, scheme, lang } of looks) {
  test(`accounts ${name}`, async ({ instance, person }) => {
    test.slow();
    const { page } = person;
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto(`${instance.url}/sign-in?lang=${lang}`);
    await page.screenshot({ path: join(folder, `accounts-${name}-sign-in.png`) });
    await lookAround(instance, person, lang, async (query) => {
      await person.mapIsStill();
      const view = query.replace(/^\?view=|&of=[^&]*/g, "").replace(/\W+/g, "-");
      await page.screenshot({ path: join(folder, `accounts-${name}-${view}.png`) });
    });
  });
}

// Pictures of every page, to be looked at: `SHOT_DIR=… npm run shot`, or of
// some by name: `SHOT_ONLY=plan,proposal`.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, type Maillage, test } from "./driver";

const folder = process.env.SHOT_DIR ?? "/tmp/maillage-shots";
mkdirSync(folder, { recursive: true });

const sizes = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

/** A plan of the demonstration that is kept, and one put to the members: their addresses. */
async function keptAndPut({ page, url }: Maillage): Promise<Record<string, string>> {
  const post = async (path: string, data: unknown) => {
    const answer = await page.request.post(`${url}/api/v1/${path}`, {
      data,
      headers: { origin: url },
    });
    expect(answer.ok(), await answer.text()).toBe(true);
    return (await answer.json()).id as number;
  };
  const title = "Vingt zones dans les zones blanches";
  const { items } = await (await page.request.get(`${url}/api/v1/proposals`)).json();
  const before = items.find((one: { title: string }) => one.title === title);
  const plans = (await (await page.request.get(`${url}/api/v1/plans`)).json()).items;
  const plan =
    plans.find((one: { name: string }) => one.name === title)?.id ??
    (await post("plans", {
      name: title,
      request: {
        from: "units",
        unit: "epci",
        objective: "openings",
        budget: { zones: 20 },
        seconds: 5,
      },
    }));
  const proposal =
    before?.id ??
    (await post("proposals", {
      plan,
      title,
      closes_at: new Date(Date.now() + 30 * 86_400_000).toISOString(),
    }));
  return {
    plan: `?view=plans&plan=${plan}`,
    proposal: `?view=proposals&proposal=${proposal}`,
  };
}

test.describe.configure({ mode: "parallel", timeout: 240_000 });

for (const [size, viewport] of Object.entries(sizes)) {
  for (const scheme of ["light", "dark"] as const) {
    for (const lang of ["fr", "en"] as const) {
      // English and dark together tell nothing that each alone does not.
      if (lang === "en" && (scheme === "dark" || size === "phone")) continue;
      test(`${size} ${scheme} ${lang}`, async ({ maillage }) => {
        const { page } = maillage;
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
        const { slug } = await maillage.biggest();
        const pages: Record<string, string> = {
          coverage: "?",
          planned: "?status=operational,planned",
          near: "?show=pops,zones&unit=commune&at=3.09,45.78#9.2/45.78/3.09",
          gaps: "?view=gaps&unit=epci",
          openings: `?view=openings&of=${slug}`,
          "openings-none": "?view=openings",
          overlaps: "?view=overlaps",
          members: "?view=members",
          member: `?view=members&of=${slug}`,
          regions: "?view=gaps&show=regions",
          contributions: `?view=contributions&of=${slug}`,
          redundancy: "?view=redundancy",
          studio: "?view=plan",
          plans: "?view=plans",
          proposals: "?view=proposals",
          ledger: "?view=ledger",
          simulation: `?view=simulation&remove=${slug}`,
          audience: `?view=audience&of=${slug}`,
          "audience-visitor": `?view=audience&of=${slug}&as=visitor`,
          readers: `?view=readers&of=${slug}`,
          history: `?view=history&of=${slug}`,
          lists: `?view=lists&of=${slug}`,
          commune: "?place=commune:35238",
          epci: "?place=epci:200040715",
          reunion: "?territory=reunion&show=pops",
          ...(await keptAndPut(maillage)),
        };
        const chosen = (process.env.SHOT_ONLY ?? "").split(",").filter(Boolean);
        for (const [name, query] of Object.entries(pages)) {
          if (chosen.length > 0 && !chosen.includes(name)) continue;
          const [search, hash = ""] = query.split("#");
          await maillage.open(`${search}&lang=${lang}${hash && `#${hash}`}`);
          await page.locator("#panel [aria-busy=true]").first().waitFor({ state: "detached" });
          await maillage.mapIsStill();
          await page.screenshot({ path: join(folder, `${size}-${scheme}-${lang}-${name}.png`) });
        }
      });
    }
  }
}

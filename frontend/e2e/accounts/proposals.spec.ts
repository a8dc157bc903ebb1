// A proposal's life: put by the bureau, voiced by three members under seal, closed,
// counted. What each reads meanwhile is looked at on the page and in the answers.
import { comesDue, cooperative } from "./cooperative";
import { expect, type Instance, type Person, test } from "./driver";

const words = {
  fr: {
    studio: "Atelier",
    unit: "Type d’unité",
    win: "Gagner",
    name: "Nom du plan",
    start: "Lancer",
    done: "Terminé",
    put: "Soumettre aux adhérents",
    closes: "Clôture",
    quorum: "Quorum (facultatif)",
    own: "ouverts à votre adhérent",
    sealed: "Les voix sont scellées",
    note: "Remarque, lue par tous après la clôture",
    interests: ["Intéressé", "Pas intéressé", "S’abstient"],
    declare: "Déclarer",
    declared: "vous pouvez changer jusqu’à la clôture",
    result: "Résultat",
    open: "Ouverte",
    closed: "Close",
    back: "Toutes les propositions",
    withdraw: "Retirer",
    withdrawn: "Retirée",
  },
  en: {
    studio: "Studio",
    unit: "Kind of unit",
    win: "Win",
    name: "Name of the plan",
    start: "Start",
    done: "Done",
    put: "Put to the members",
    closes: "Closing",
    quorum: "Quorum (optional)",
    own: "opened to your member",
    sealed: "Voices are sealed",
    note: "Note, read by all after the closing",
    interests: ["Interested", "Not interested", "Abstains"],
    declare: "Declare",
    declared: "you can change it until the closing",
    result: "Result",
    open: "Open",
    closed: "Closed",
    back: "All proposals",
    withdraw: "Withdraw",
    withdrawn: "Withdrawn",
  },
} as const;

const plain = (text: string) => Number(text.replace(/[^\d]/g, ""));

/** Everything one may read that could tell of a proposal, as text. */
async function readable(who: Person, id: string): Promise<string> {
  const paths = [
    `proposals/${id}`,
    `proposals/${id}/picks.geojson`,
    "proposals",
    "history",
    "plans",
  ];
  const texts = paths.map(async (path) => {
    const answer = await who.page.request.get(`${who.url}/api/v1/${path}`);
    return answer.text();
  });
  const metrics = await who.page.request.get(`${who.url}/metrics`);
  const about = (await metrics.text()).split("\n").filter((line) => /voice/i.test(line));
  return [...(await Promise.all(texts)), ...about].join("\n");
}

/** The lines of the server's and of its database's log that could tell of a voice. */
function logged({ program }: Instance, secrets: string[]): string[] {
  const lines = [program.said(), program.clusterSaid()].join("\n").split("\n");
  return lines.filter((line) => /voice/i.test(line) || secrets.some((s) => line.includes(s)));
}

/** Makes a plan in the studio as the bureau, which then stands before it. */
async function planned(bureau: Person, w: (typeof words)["fr" | "en"], name: string) {
  const { panel } = bureau;
  await bureau.read("?view=plan");
  await panel.getByLabel(w.unit).selectOption("commune");
  await panel.getByLabel(w.win).selectOption({ index: 1 });
  await expect(panel.locator(".plan-picks tbody tr")).toHaveCount(2);
  await panel.getByRole("textbox", { name: w.name }).fill(name);
  await panel.getByRole("button", { name: w.start, exact: true }).click();
  await expect(bureau.title(name)).toBeVisible();
  await expect(panel.getByText(`· ${w.done}`)).toBeVisible();
}

for (const lang of ["fr", "en"] as const) {
  const w = words[lang];
  test(`a proposal is voiced under seal, closed by its quorum, counted and kept, ${lang}`, async ({
    instance,
    person: bureau,
    another,
  }) => {
    test.slow();
    const { members, nameOf } = cooperative(instance);
    await bureau.arrive(instance.user(`${instance.fresh("eva")}@example.org`, "bureau"), lang);
    const title = instance.fresh("Beaumont et Ceyrat");
    await planned(bureau, w, title);
    await bureau.panel.getByText(w.put, { exact: true }).first().click();
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 16);
    await bureau.panel.getByLabel(w.closes).fill(tomorrow);
    await bureau.panel.getByLabel(w.quorum).fill("3");
    await bureau.panel.getByRole("button", { name: w.put }).click();
    await expect(bureau.page).toHaveURL(/proposal=\d+/);
    const id = /proposal=(\d+)/.exec(bureau.page.url())?.[1] ?? "";
    const place = `?view=proposals&proposal=${id}`;
    await bureau.open(place);
    await bureau.shows("plan-picks");
    // The bureau reads what opens to each member, and has no voice.
    for (const slug of members)
      await expect(bureau.panel.getByText(nameOf(slug), { exact: true })).toBeVisible();
    await expect(bureau.panel.getByRole("radio")).toHaveCount(0);

    const boss = await another();
    await boss.arrive(instance.user(`${instance.fresh("max")}@example.org`, "admin"), lang);
    const before = await readable(bureau, id);
    const noted = logged(instance, []);
    // The log is read, and would have the line of a voice: it has that of the reading.
    expect(instance.program.said()).toContain("/proposals/:id");
    const secrets: string[] = [];
    const voters: Person[] = [];
    for (const [i, slug] of members.entries()) {
      const who = await another();
      await who.arrive(
        instance.user(`${instance.fresh("vox")}@example.org`, "contributor", slug),
        lang,
      );
      await who.read(place);
      // What it would win: all that the plan opens, here the same for each.
      await expect(who.panel.getByText(w.own).first()).toBeVisible();
      const won = who.panel.locator(".figure-value").first();
      expect(plain((await won.textContent()) ?? "")).toBeGreaterThan(0);
      for (const other of members.filter((one) => one !== slug))
        await expect(who.panel.getByText(nameOf(other))).toHaveCount(0);
      await expect(who.panel.getByText(w.sealed, { exact: false })).toBeVisible();
      expect(await who.barriers()).toEqual([]);
      const secret = instance.fresh("remarque");
      secrets.push(secret);
      await who.panel.getByRole("radio", { name: w.interests[i] as string, exact: true }).check();
      await who.panel.getByLabel(w.note).fill(secret);
      await who.panel.getByRole("button", { name: w.declare }).click();
      voters.push(who);
      if (i === members.length - 1) {
        // It counts before anyone else looks.
        await expect(who.panel.getByRole("heading", { name: w.result })).toBeVisible();
        break;
      }
      await expect(who.panel.getByText(w.declared, { exact: false })).toBeVisible();

      // Nobody else, whatever the way: not the words, not that there is one more.
      expect(await readable(bureau, id)).toBe(before);
      expect(logged(instance, secrets)).toEqual(noted);
      for (const reader of [bureau, boss, ...voters.slice(0, -1)]) {
        expect(await readable(reader, id)).not.toContain(secret);
        await reader.read(place);
        await expect(reader.panel.getByText(secret)).toHaveCount(0);
        await expect(reader.panel.getByText(w.result)).toHaveCount(0);
      }
    }

    // The third voice closes it: everyone asked reads the same result.
    for (const reader of [bureau, ...voters]) {
      await reader.read(place);
      await expect(reader.panel.getByRole("heading", { name: w.result })).toBeVisible();
      const row = reader.panel.getByRole("row", { name: new RegExp(`^${w.interests[0]} 1$`) });
      await expect(row).toBeVisible();
      for (const secret of secrets) await expect(reader.panel.getByText(secret)).toBeVisible();
      await expect(reader.panel.getByRole("radio")).toHaveCount(0);
    }
    expect(await readable(boss, id)).not.toContain(secrets[0]);

    // It is kept when the plan is gone.
    const { items } = await (await bureau.page.request.get(`${instance.url}/api/v1/plans`)).json();
    const plan = items.find((one: { name: string }) => one.name === title).id;
    await bureau.page.request.delete(`${instance.url}/api/v1/plans/${plan}`, {
      headers: { origin: instance.url },
    });
    await bureau.read("?view=proposals");
    const line = bureau.panel.getByRole("button", { name: title });
    await expect(line).toContainText(w.closed);
    await line.click();
    await expect(bureau.panel.getByRole("heading", { name: w.result })).toBeVisible();
  });
}

test("the date closes one as well, and what is withdrawn stays sealed", async ({
  instance,
  person: bureau,
  another,
}) => {
  test.slow();
  const w = words.fr;
  const { members } = cooperative(instance);
  await bureau.arrive(instance.user(`${instance.fresh("eva")}@example.org`, "bureau"));
  await planned(bureau, w, instance.fresh("Deux communes"));
  const plan = Number(/plan=(\d+)/.exec(bureau.page.url())?.[1]);
  const put = async (title: string) => {
    const answer = await bureau.page.request.post(`${instance.url}/api/v1/proposals`, {
      data: { plan, title, closes_at: new Date(Date.now() + 3_600_000).toISOString() },
      headers: { origin: instance.url },
    });
    expect(answer.status(), await answer.text()).toBe(201);
    return `?view=proposals&proposal=${(await answer.json()).id}`;
  };
  const due = await put("À la date");
  const dropped = await put("Retirée");
  const who = await another();
  await who.arrive(
    instance.user(`${instance.fresh("vox")}@example.org`, "contributor", members[0]),
  );
  for (const place of [dropped, due]) {
    await who.read(place);
    await who.panel.getByRole("radio", { name: "Intéressé", exact: true }).check();
    await who.panel.getByRole("button", { name: w.declare }).click();
    await expect(who.panel.getByText(w.declared, { exact: false })).toBeVisible();
  }
  await bureau.read(dropped);
  await bureau.panel.getByRole("button", { name: w.withdraw }).click();
  await bureau.panel.getByRole("button", { name: w.withdraw }).click();
  await expect(bureau.panel.getByText(w.withdrawn, { exact: false }).first()).toBeVisible();
  await expect(bureau.panel.getByRole("heading", { name: w.result })).toHaveCount(0);
  await bureau.read(due);
  await expect(bureau.panel.getByRole("button", { name: w.withdraw })).toBeVisible();
  await expect(bureau.panel.getByRole("heading", { name: w.result })).toHaveCount(0);
  comesDue(instance, /proposal=(\d+)/.exec(due)?.[1] ?? "");
  await bureau.read(due);
  await expect(bureau.panel.getByRole("heading", { name: w.result })).toBeVisible();
  await expect(bureau.panel.getByRole("row", { name: "Intéressé 1" }).first()).toBeVisible();
});

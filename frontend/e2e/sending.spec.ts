// A file on its way to the server, over a line slow enough to see it.
import { expect, test } from "./driver";

test("the bytes gone are told, and the file is called back", async ({ maillage }) => {
  const { page, panel } = maillage;
  const slug = await maillage.newMember("essai-envoi");
  await maillage.read(`?view=lists&of=${slug}`);
  const line = await page.context().newCDPSession(page);
  await line.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: 400_000,
  });
  // Less than what is checked in the background, so that it is read as it comes.
  const row = `;Site;3,1;45,9;${"x".repeat(700)}\n`;
  const big = `code;nom;longitude;latitude;note\n${Array.from({ length: 8000 }, (_, i) => `L${i}${row}`).join("")}`;
  await maillage.upload("longue.csv", big);
  await expect(panel.getByText("Envoi de longue.csv")).toBeVisible();
  const bar = panel.getByRole("progressbar");
  await expect
    .poll(async () => Number(await bar.getAttribute("aria-valuenow")), { message: "the bar moves" })
    .toBeGreaterThan(5);
  await expect(panel.getByText(/^\d+(,\d)?\s(ko|Mo) sur 5,8\sMo$/)).toBeVisible();
  await maillage.shot("sending");
  await panel.getByRole("button", { name: "Arrêter" }).click();
  await expect(panel.getByRole("button", { name: "Choisir un fichier" })).toBeVisible();
  await expect(panel.getByRole("alert")).toHaveCount(0);
  await line.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: -1,
  });
  // Nothing of it was kept, and the next file goes.
  await expect(panel.getByText("Aucune liste déposée pour cet adhérent.")).toBeVisible();
  await maillage.upload("courte.csv", "code;nom;longitude;latitude\nA;Riom;3,1;45,9\n");
  await expect(maillage.title("courte.csv")).toBeVisible();
});

// Who keeps a member's data and has none yet is told the next step, and no longer once there are.
import { expect, test } from "./driver";

test("a keeper without entries is shown where the first list goes", async ({
  instance,
  person,
}) => {
  const beside = instance.fresh("voisin");
  instance.member(beside, `Réseau ${beside}`);
  instance.import("pops", beside, "code;nom;longitude;latitude\nP1;Nœud;3,03;45,78\n");
  instance.import(
    "zones",
    beside,
    "code;nom;technologies;communes;handoff\nZ1;Zone;ftth;63113;P1\n",
  );
  const slug = instance.fresh("neuf");
  instance.member(slug, `Réseau ${slug}`);
  await person.arrive(instance.user(`${slug}@example.org`, "contributor", slug));
  await person.read();
  const { panel } = person;
  await expect(panel.getByText(`Réseau ${slug} n’a encore rien déposé.`)).toBeVisible();
  await panel.getByRole("button", { name: "Déposer une liste" }).click();
  await expect(person.title("Listes")).toBeVisible();
  instance.import("pops", slug, "code;nom;longitude;latitude\nP1;Nœud;3,09;45,78\n");
  await person.read();
  await expect(panel.getByText("n’a encore rien déposé")).toHaveCount(0);
});

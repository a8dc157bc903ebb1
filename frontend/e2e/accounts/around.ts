// Every page that needs an account, one after the other.
import type { Instance, Person } from "./driver";

/** Pages of somebody who keeps one member's data and runs the instance besides. */
const pagesOf = (slug: string) => [
  "?view=account",
  "?view=users",
  "?view=history",
  `?view=audience&of=${slug}`,
  `?view=audience&of=${slug}&as=visitor`,
  `?view=readers&of=${slug}`,
];

/** Lets somebody in under both roles, as whom each page is looked at in turn. */
export async function lookAround(
  instance: Instance,
  person: Person,
  lang: "fr" | "en",
  look: (query: string) => Promise<void>,
) {
  const slug = instance.fresh("berry");
  instance.member(slug, `Réseau ${slug}`);
  instance.member(instance.fresh("sud"), "Réseau du Sud");
  instance.import("pops", slug, "code;nom;longitude;latitude\nP1;Nœud du Pré;3,03;45,78\n");
  instance.import(
    "zones",
    slug,
    "code;nom;technologies;communes;handoff;monthly_eur;visibilité\nZ1;Clermont;ftth;63113;P1;30;public\nZ2;Aubière;ftth;63014;P1;40;pooled\n",
  );
  const email = `${instance.fresh("ada")}@example.org`;
  instance.user(email, "contributor", slug);
  await person.arrive(instance.user(email, "admin"), lang);
  for (const query of pagesOf(slug)) {
    if (query.includes("users")) await person.actAs({ role: "admin" });
    if (query.includes("history")) await person.actAs({ role: "contributor", member: slug });
    await person.read(query);
    await look(query);
  }
}

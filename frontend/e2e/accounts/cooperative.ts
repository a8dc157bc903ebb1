// Three members side by side and land that nobody collects, for plans, proposals
// and the ledger.
import type { Instance } from "./driver";

interface Cooperative {
  /** Slugs, in the order of their zones from the west. */
  members: [string, string, string];
  nameOf: (slug: string) => string;
}

/** Clermont, Aubière and Chamalières are collected, each by one; Beaumont and Ceyrat by nobody. */
export function cooperative(instance: Instance): Cooperative {
  const nameOf = (slug: string) => `Réseau ${slug}`;
  const villages = ["63113", "63014", "63075"];
  const members = villages.map((insee, i) => {
    const slug = instance.fresh(["auzon", "bedat", "couze"][i] as string);
    instance.member(slug, nameOf(slug));
    const at = (3.03 + i * 0.06).toFixed(2).replace(".", ",");
    instance.import(
      "pops",
      slug,
      `code;nom;longitude;latitude;technologies\nP1;Nœud ${i + 1};${at};45,78;ftth\n`,
    );
    instance.import(
      "zones",
      slug,
      `code;nom;technologies;communes;handoff\nZ1;Zone ${i + 1};ftth;${insee};P1\n`,
    );
    return slug;
  });
  return { members: members as Cooperative["members"], nameOf };
}

/**
 * Has a member's history begin so many days earlier, and keeps the quarters that
 * have ended since: nobody can wait for them.
 */
export function longAgo(instance: Instance, slug: string, days: number): void {
  instance.program.sql(
    `BEGIN; ALTER TABLE history DISABLE TRIGGER append_only;
     UPDATE history SET at = at - interval '${days} days' WHERE member = '${slug}';
     ALTER TABLE history ENABLE ALWAYS TRIGGER append_only; COMMIT`,
  );
}

/** Has a proposal's closing day come. */
export function comesDue(instance: Instance, proposal: string): void {
  const now = "SET closes_at = now() WHERE";
  instance.program.sql(
    `BEGIN; UPDATE proposal ${now} id = ${proposal};
     UPDATE proposal_seal ${now} proposal = ${proposal}; COMMIT`,
  );
}

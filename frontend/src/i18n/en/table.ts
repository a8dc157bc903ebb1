import type { table as french } from "../fr/table";
import type { Translated } from "../translated";

export const table: Translated<typeof french> = {
  more: (n) => `Show ${n} more`,
  moreRows: "Show more",
  shown: (shown, all) => `${shown} of ${all}`,
  unit: "Unit",
  unitKind: "Detail by",
  goTo: (name) => `Go to ${name}`,
  find: "Filter the table",
  empty: "No row.",
  exports: "Export",
};

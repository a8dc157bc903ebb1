export const table = {
  more: (n: string) => `Voir ${n} de plus`,
  moreRows: "Voir la suite",
  shown: (shown: string, all: string) => `${shown} sur ${all}`,
  unit: "Unité",
  unitKind: "Détail par",
  goTo: (name: string) => `Aller à ${name}`,
  find: "Filtrer le tableau",
  empty: "Aucune ligne.",
  exports: "Exporter",
};

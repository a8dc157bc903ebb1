export const gaps = {
  title: "Zones blanches",
  lead: "Ce que personne ne collecte encore.",
  of: (whole: string) => `de la population de ${whole} sans collecte`,
  legend: "Aucun adhérent",
  columns: { unit: "Unité", share: "Non couvert", weight: "Sans collecte", land: "km²" },
  none: "Tout est couvert avec ces filtres.",
};

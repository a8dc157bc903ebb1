import { many } from "./many";

export const coverage = {
  title: "Couverture de la maille",
  of: (whole: string) => `de la population de ${whole}`,
  land: "du territoire",
  depth: "Profondeur",
  depthHelp: "Nombre d’adhérents qui collectent au même endroit",
  members: (label: string, n: number) => `${label} ${many(n, "adhérent", "adhérents")}`,
  upTo: (n: number) => `Jusqu’à ${n} ${many(n, "adhérent", "adhérents")} au même endroit.`,
  nobody: "Personne",
  empty: "Aucune zone ne répond à ces filtres.",
  areas: "Par profondeur",
  columns: {
    share: "Couvert",
    depthMax: "Prof. max.",
    weight: "Population",
  },
  announce: (share: string, of: string) => `${share} de la population couverte, ${of}.`,
};

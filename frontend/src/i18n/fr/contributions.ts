import { many } from "./many";

export const contributions = {
  title: "Apports",
  lead: "Ce que chacun apporte à la maille, et ce qu’il en reçoit.",
  columns: { shapley: "Apport", unique: "Seul", balance: "Solde" },
  ranking: "Par adhérent",
  of: (whole: string) => `parts de ${whole} couverts`,
  ofCovered: "de la population couverte",
  rule: "L’apport partage chaque carreau également entre ceux qui le collectent (valeur de Shapley) : les parts font le tout. Seul : ce que personne d’autre ne collecte. Solde : ce qu’il reçoit moins ce qu’il donne, en habitants. Donné et reçu s’additionnent d’un adhérent à l’autre : ce qui s’ouvre à dix adhérents compte dix fois, d’où des sommes plus grandes que la population.",
  shapley: "Apport",
  shapleyHelp: "sa part de ce qui est couvert",
  reach: "Portée mise en commun",
  reachHelp: "ce qu’il partage",
  unique: "Seul à collecter",
  uniqueHelp: "perdu s’il part",
  given: "Donné",
  givenHelp: "ce qu’il ouvre à chacun des autres, additionné",
  received: "Reçu",
  receivedHelp: "ce que chacun des autres lui ouvre, additionné",
  confirmed: (date: string) => `Données confirmées le ${date}.`,
  unconfirmed: "Données jamais confirmées.",
  announce: (n: number) =>
    `${n} ${many(n, "adhérent", "adhérents")}, du plus grand apport au moindre.`,
};

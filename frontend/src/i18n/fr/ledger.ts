import { many } from "./many";

export const ledger = {
  title: "Registre",
  lead: "Ce que chaque adhérent avait apporté à la fin de chaque trimestre. Chaque ligne est gardée une fois pour toutes et se recompte depuis l’historique.",
  notYours:
    "Le registre se lit au nom du bureau, ou d’un adhérent pour ses propres lignes. Connectez-vous sous l’un de ces rôles.",
  none: (next: string) =>
    `Aucun trimestre n’est encore clos. La première ligne sera gardée à la fin du trimestre en cours, le ${next}.`,
  quarter: "Trimestre",
  quarterOf: (n: number, year: string) => `${n === 1 ? "1er" : `${n}e`} trimestre ${year}`,
  quarterShort: (n: number, year: string) => `T${n} ${year}`,
  until: (day: string) => `au ${day}`,
  ranking: "Par adhérent",
  columns: { shapley: "Apport", given: "Donné", received: "Reçu", cumulated: "Cumulé" },
  confirmed: (day: string) => `confirmé le ${day}`,
  unconfirmed: "jamais confirmé",
  quarters: (shown: string) => `${shown} trim.`,
  cumulated: "Cumulé",
  cumulatedHelp: (n: number, shown: string) =>
    `somme des apports de ${shown} ${many(n, "trimestre", "trimestres")}`,
  notThen: "Pas de ligne pour ce trimestre : l’adhérent n’apportait alors rien à la maille.",
  chart: "Apports, trimestre après trimestre",
  chartOf: (name: string) => `Apport de ${name}, trimestre après trimestre`,
  chartLabel: (from: string, first: string, to: string, last: string) =>
    `De ${first} (${from}) à ${last} (${to}).`,
  exported: "Tout le registre",
  rule: "Apport : chaque carreau est partagé également entre ceux qui le collectent. Donné : ce qu’il ouvrait à chacun des autres, additionné. Reçu : ce que chacun des autres lui ouvrait, additionné. Cumulé : la somme des apports depuis l’arrivée ; un nouveau venu y pèse moins qu’un fondateur, et peut le rejoindre.",
  announce: (quarter: string, n: number) =>
    `${quarter} : ${n} ${many(n, "adhérent", "adhérents")}.`,
};

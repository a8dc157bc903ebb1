import { many } from "./many";

export const gaps = {
  title: "Zones blanches",
  lead: "Ce que personne ne collecte encore.",
  of: (whole: string) => `de la population de ${whole} sans collecte`,
  legend: "Aucun adhérent",
  columns: { share: "Non couvert", weight: "Sans collecte", land: "km²" },
  none: "Tout est couvert avec ces filtres.",
  byUnit: "Par unité",
  byRegion: "D’un seul tenant",
  around: (name: string) =>
    /^[aeiouyàâéèêëîïôöûü]/i.test(name) ? `Autour d’${name}` : `Autour de ${name}`,
  andOthers: (n: number, shown: string, departements: string) =>
    `et ${shown} ${many(n, "autre commune", "autres communes")} (${departements})`,
  regionsHelp:
    "Une région tient d’un seul morceau, par les côtés des carreaux ; elle porte le nom de la commune de son centre, puis les départements où elle a le plus de terre.",
};

import { many } from "./many";

export const here = {
  title: "Ici",
  close: "Fermer",
  by: (n: number) => `${n} ${many(n, "adhérent collecte", "adhérents collectent")} ici`,
  none: "Personne ne collecte ici",
  nonePublic: "Rien de public ici",
  noneHelp: "Avec les filtres actuels, ce point est une zone blanche.",
  noneCommuneHelp: "Avec les filtres actuels, aucun adhérent ne collecte dans cette commune.",
  outside: "Hors du territoire français.",
  handoff: "Livré à",
  supplier: "Fournisseur",
  from: (date: string) => `à partir du ${date}`,
  since: (date: string) => `depuis le ${date}`,
  ofLand: (share: string) => `${share} du territoire communal`,
  cell: "Carreau",
  noBoundary:
    "Cette commune figure dans la liste sans contour connu : elle n’est pas sur la carte.",
  exact: "Réponse exacte, sur les contours déposés.",
};

import { many } from "./many";

export const audience = {
  title: "Visibilité",
  lead: "Qui voit quoi de vos points de présence, de vos zones et de vos prix.",
  back: "L’adhérent",
  notKeeper:
    "Seules les personnes qui tiennent les données de cet adhérent décident qui voit ses entrées.",
  names: {
    private: "Privé",
    bureau: "Bureau",
    pooled: "En commun, sans nom",
    members: "Adhérents",
    public: "Public",
  },
  means: {
    private: "Vous seuls. Ne compte pas dans la maille.",
    bureau: "Vous et le bureau. Ne compte pas dans la maille ; le bureau y voit un potentiel.",
    pooled:
      "La couverture compte dans la maille, sous «\u00a0un partenaire\u00a0» ; le bureau voit tout.",
    members: "Tous les adhérents, prix réservés exceptés. Compte dans la maille.",
    public: "Tout le monde : couverture, nom et prix public. Compte dans la maille.",
  },
  seeAs: "Voir comme",
  self: "Moi",
  onlookers: { bureau: "Le bureau", member: "Un adhérent", visitor: "Un visiteur" },
  banner: (member: string, who: string) =>
    `Aperçu : les entrées de ${member} telles que les voit ${who}.`,
  whom: { bureau: "le bureau", member: "un autre adhérent", visitor: "un visiteur" },
  leave: "Quitter l’aperçu",
  outOf: (seen: string, total: string) => `${seen} sur ${total}`,
  priced: "Zones avec leur prix",
  shared: "Portée, sous votre nom",
  nameless: "Portée, sous «\u00a0un partenaire\u00a0»",
  nothing: "Rien n’est visible ainsi.",
  defaults: "Par défaut",
  defaultsHelp:
    "Ce que reçoit une nouvelle entrée quand ni le fichier ni le formulaire ne le disent. Celles qui existent gardent la leur.",
  entries: "Points de présence et zones",
  prices: "Prix",
  kept: "Enregistré.",
  what: "Ce que l’on règle",
  ofEntry: "Visibilité de la zone",
  ofPrice: "Visibilité du prix",
  of: (name: string) => `Visibilité de ${name}`,
  all: (n: number) => (n < 2 ? "Tout choisir" : `Toutes les ${n}`),
  choose: "Réglez une ligne, ou cochez-en plusieurs pour les régler ensemble.",
  many: (n: number, shown: string) => `${shown} ${many(n, "choisie", "choisies")} : visibles de`,
  apply: "Appliquer",
  changed: (n: number, shown: string, unchanged: number) =>
    `${shown} ${many(n, "entrée réglée", "entrées réglées")}${unchanged > 0 ? `, ${unchanged} l’${many(unchanged, "était", "étaient")} déjà` : ""}.`,
  undo: "Annuler ce changement",
  undone: "Le changement est annulé.",
  inHistory: "Voir dans l’historique",
};

// The frame around every page: places, panel, appearance.
export const frame = {
  name: "Maillage",
  language: "Langue",
  otherLanguage: "English",
  skipToPanel: "Aller aux résultats",
  views: {
    coverage: "Couverture",
    gaps: "Zones blanches",
    openings: "Marchés ouverts",
    overlaps: "Convergences",
    members: "Adhérents",
    lists: "Listes",
    account: "Mon compte",
    users: "Utilisateurs",
    history: "Historique",
    audience: "Visibilité",
    readers: "Qui a consulté",
  },
  places: "Rubriques",
  theme: {
    label: "Apparence",
    light: "Apparence claire",
    dark: "Apparence sombre",
    auto: "Apparence du système",
  },
  panel: {
    open: "Afficher le panneau",
    close: "Masquer le panneau",
    taller: "Agrandir le panneau",
    shorter: "Réduire le panneau",
    label: "Résultats",
  },
};

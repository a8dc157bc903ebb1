import { many } from "./many";

export const redundancy = {
  title: "Redondance",
  lead: "Là où deux adhérents collectent derrière deux portes de livraison distinctes.",
  km: "Portes éloignées d’au moins",
  apart: (km: number) => (km === 0 ? "peu importe" : `${km} km`),
  of: (whole: string) => `de la population de ${whole} avec deux portes`,
  ofCovered: "de ce qui est couvert",
  zones: (n: number, shown: string) => `${shown} ${many(n, "zone compte", "zones comptent")}.`,
  leftOut: (n: number, shown: string) =>
    `${shown} ${many(n, "autre n’a", "autres n’ont")} pas de porte connue et précisément située.`,
  onMap: "La carte montre où deux adhérents au moins collectent, sans égard aux portes.",
  none: "Rien n’est redondant avec ces filtres.",
  columns: { weight: "Hab.", share: "Redondant" },
};

// The domain's own words, the same on every page.
import { many } from "./many";

export const vocabulary = {
  kinds: {
    commune: "Commune",
    epci: "EPCI",
    departement: "Département",
    region: "Région",
  } as Record<string, string>,
  kindsMany: {
    commune: "Communes",
    epci: "EPCI",
    departement: "Départements",
    region: "Régions",
  } as Record<string, string>,
  technologies: {
    dsl: "xDSL",
    ftth: "FTTH",
    ftto: "FTTO",
    ftte: "FTTE",
    coax: "Coaxial",
    radio: "Radio",
  },
  statuses: {
    proposed: "Proposé",
    planned: "Prévu",
    underConstruction: "En travaux",
    operational: "En service",
    inactive: "Inactif",
    decommissioned: "Démonté",
  },
  memberStatuses: { candidate: "Candidat", active: "Actif", left: "Parti" },
  popKinds: {
    pop: "Point de présence",
    exchange: "Central (NRA, NRO)",
    cabinet: "Armoire",
    aggregationPoint: "Point d’agrégation",
    dataCentre: "Centre de données",
    tower: "Pylône",
    other: "Autre",
  },
  extents: {
    communes: (n: number) => `${n} ${many(n, "commune", "communes")}`,
    epci: (n: number) => `${n} EPCI`,
    departements: (n: number) => `${n} ${many(n, "département", "départements")}`,
    units: (n: number) => `${n} ${many(n, "unité", "unités")}`,
    radius: (km: string) => `Rayon de ${km} km`,
    geometry: "Contour fourni",
  },
  units: {
    km2: "km²",
    people: "hab.",
    million: "M",
    /** Between a part and its whole. */
    outOf: "sur",
    kilobytes: "ko",
    megabytes: "Mo",
  },
  territory: {
    all: "Toute la France",
    metropole: "Métropole",
    guadeloupe: "Guadeloupe",
    martinique: "Martinique",
    guyane: "Guyane",
    reunion: "La Réunion",
    mayotte: "Mayotte",
  } as Record<string, string>,
  wholes: {
    "": "toute la France",
    metropole: "la Métropole",
    guadeloupe: "la Guadeloupe",
    martinique: "la Martinique",
    guyane: "la Guyane",
    reunion: "La Réunion",
    mayotte: "Mayotte",
  } as Record<string, string>,
};

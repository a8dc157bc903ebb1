import type { vocabulary as french } from "../fr/vocabulary";
import type { Translated } from "../translated";
import { many } from "./many";

export const vocabulary: Translated<typeof french> = {
  kinds: { commune: "Commune", epci: "EPCI", departement: "Département", region: "Region" },
  kindsMany: { commune: "Communes", epci: "EPCI", departement: "Départements", region: "Regions" },
  technologies: {
    dsl: "xDSL",
    ftth: "FTTH",
    ftto: "FTTO",
    ftte: "FTTE",
    coax: "Coax",
    radio: "Radio",
  },
  statuses: {
    proposed: "Proposed",
    planned: "Planned",
    underConstruction: "Under construction",
    operational: "Operational",
    inactive: "Inactive",
    decommissioned: "Decommissioned",
  },
  memberStatuses: { candidate: "Candidate", active: "Active", left: "Left" },
  popKinds: {
    pop: "Point of presence",
    exchange: "Exchange",
    cabinet: "Cabinet",
    aggregationPoint: "Aggregation point",
    dataCentre: "Data centre",
    tower: "Tower",
    other: "Other",
  },
  extents: {
    communes: (n) => `${n} ${many(n, "commune", "communes")}`,
    epci: (n) => `${n} EPCI`,
    departements: (n) => `${n} ${many(n, "département", "départements")}`,
    units: (n) => `${n} ${many(n, "unit", "units")}`,
    radius: (km) => `${km} km radius`,
    geometry: "Outline as given",
  },
  units: {
    km2: "km²",
    people: "inh.",
    million: "M",
    outOf: "of",
    kilobytes: "kB",
    megabytes: "MB",
  },
  territory: {
    all: "All of France",
    metropole: "Mainland",
    guadeloupe: "Guadeloupe",
    martinique: "Martinique",
    guyane: "Guyane",
    reunion: "La Réunion",
    mayotte: "Mayotte",
  },
  wholes: {
    "": "all of France",
    metropole: "mainland France",
    guadeloupe: "Guadeloupe",
    martinique: "Martinique",
    guyane: "Guyane",
    reunion: "La Réunion",
    mayotte: "Mayotte",
  },
};

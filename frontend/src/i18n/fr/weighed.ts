// Words of population, said of what another layer counts ("ménages").
export const weighed = (unit: string) => ({
  /** As it follows a figure. */
  unit,
  words: {
    coverage: {
      of: (whole: string) => `des ${unit} de ${whole}`,
      announce: (share: string, of: string) => `${share} des ${unit} couverts, ${of}.`,
      columns: { weight: capital(unit) },
    },
    gaps: { of: (whole: string) => `des ${unit} de ${whole} sans collecte` },
    members: { reachOf: (whole: string) => `des ${unit} de ${whole}, à lui seul` },
    overlaps: { weight: capital(unit) },
    contributions: {
      ofCovered: `des ${unit} couverts`,
      rule: `L’apport partage chaque carreau également entre ceux qui le collectent (valeur de Shapley) : les parts font le tout. Seul : ce que personne d’autre ne collecte. Solde : ce qu’il reçoit moins ce qu’il donne, en ${unit}. Donné et reçu s’additionnent d’un adhérent à l’autre : ce qui s’ouvre à dix adhérents compte dix fois.`,
    },
    openings: {
      times: (n: string) => `× ${n} de ${unit} joignables`,
      columns: { weight: `${capital(unit)} ouverts` },
      exchangeHelp: `En ligne qui donne, en colonne qui reçoit, en ${unit}. Une case mène aux marchés de qui reçoit.`,
    },
    redundancy: {
      of: (whole: string) => `des ${unit} de ${whole} avec deux portes`,
      columns: { weight: capital(unit) },
    },
    simulation: { covered: "de couverture" },
    plan: {
      objectives: { reach: `le plus de ${unit} pour la maille` },
      objectivesHelp: {
        reach: `Tous comptent une fois, en ${unit}.`,
        openings: `Tous comptent, en ${unit}, pour chaque adhérent à qui ils s’ouvrent.`,
      },
      gainsHelp: `${unit} ouverts à chacun`,
      curveLabel: (end: string, at: string) =>
        `Courbe des ${unit} gagnés selon ${at}, jusqu’à ${end}.`,
    },
    source: { population: capital(unit) },
  },
});

const capital = (word: string) => word.charAt(0).toLocaleUpperCase("fr") + word.slice(1);

import { many } from "./many";

export const proposals = {
  title: "Propositions",
  lead: "Les plans soumis aux adhérents. Un adhérent, une voix ; les voix restent scellées jusqu’à la clôture.",
  none: "Aucun plan n’est soumis aux adhérents.",
  back: "Toutes les propositions",
  states: { open: "Ouverte", closed: "Close", withdrawn: "Retirée" },
  closes: (when: string) => `close le ${when}`,
  on: (when: string) => `le ${when}`,
  closedBy: { date: "à la date fixée", quorum: "quorum atteint" },
  quorum: (n: number) => `ou dès ${n} ${many(n, "voix", "voix")}`,
  voters: (n: number) => `${n} ${many(n, "adhérent appelé", "adhérents appelés")}`,
  own: "ouverts à votre adhérent",
  pool: "gagnés par la maille",
  sealed:
    "Les voix sont scellées : personne, pas même le bureau, ne les lit ni ne les compte avant la clôture.",
  voice: "Votre déclaration",
  interests: { interested: "Intéressé", not_interested: "Pas intéressé", abstains: "S’abstient" },
  note: "Remarque, lue par tous après la clôture",
  declare: "Déclarer",
  change: "Changer",
  declared: (when: string) => `Déclaré le ${when} ; vous pouvez changer jusqu’à la clôture.`,
  result: "Résultat",
  withdraw: "Retirer",
  withdrawWarning:
    "La proposition se ferme ; les voix déjà données restent scellées pour toujours.",
  put: "Soumettre aux adhérents",
  putTitle: "Titre",
  putBody: "Ce que le bureau en dit",
  putCloses: "Clôture",
  putQuorum: "Quorum (facultatif)",
  putHelp: "Le plan est copié tel quel. Ni la date ni le quorum ne se changent ensuite.",
};

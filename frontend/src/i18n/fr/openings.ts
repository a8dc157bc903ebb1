export const openings = {
  title: "Marchés ouverts",
  lead: "Ce que la maille ouvre à un adhérent, au-delà de sa propre portée.",
  choose: "Choisissez un adhérent",
  chooseHelp:
    "La carte montrera en bleu ce qu’il collecte seul, en ambre ce que la maille lui ouvre.",
  own: "Sa portée",
  opened: "Par la maille",
  openedTo: "ouverts à",
  rest: "Hors maille",
  times: (n: string) => `× ${n} de population joignable`,
  fromNothing: "Il part de rien : toute la maille s’ouvre à lui.",
  partners: "Par qui",
  partnersHelp: "Ce que plusieurs ouvrent compte pour chacun.",
  columns: { weight: "Hab. ouverts", land: "km²", partners: "Par" },
  none: "La maille n’ouvre rien de plus à cet adhérent avec ces filtres.",
  exchange: "Qui ouvre à qui",
  exchangeHelp:
    "En ligne qui donne, en colonne qui reçoit : population, en habitants. Une case mène aux marchés de qui reçoit.",
  opens: (giver: string, receiver: string) => `${giver} ouvre à ${receiver}`,
  to: "vers",
};

// What a plan takes for granted that is not so.
export const suppose = {
  title: "Supposer",
  nothing: "rien : la maille telle qu’elle est",
  help: "Le plan se fait comme si c’était vrai. Rien d’autre ne change, et l’hypothèse est gardée avec lui.",
  hypothesis: "Hypothèse",
  warning:
    "Ces chiffres valent si l’hypothèse se vérifie. Un plan sous hypothèse ne se soumet pas aux adhérents.",
  without: (names: string) => `sans ${names}`,
  with: (names: string) => `avec ${names}`,
  from: (zone: string, day: string) => `${zone} : disponible le ${day}`,
  becomes: (zone: string, status: string) => `${zone} : ${status}`,
  allZones: "toutes les zones",
  late: "Une zone prend du retard",
  of: "Zone de",
  zone: "Zone",
  choose: "choisir…",
  day: "Disponible le",
  add: "Supposer",
  dayNeeded:
    "Sans date, la zone est supposée prévue, donc pas encore en service. Pour la dater, choisissez d’abord le jour du plan : «\u00a0À la date du\u00a0», plus bas.",
  dayHelp: (day: string) =>
    `Le plan est fait pour le ${day}. Sans date, la zone est supposée prévue, donc pas en service.`,
};

import { many } from "./many";

export const filters = {
  label: "Filtres",
  technologies: "Technologies",
  allTechnologies: "Technologies",
  statuses: "Statuts",
  members: "Adhérents",
  allMembers: "Adhérents",
  someMembers: (n: number) => `${n} ${many(n, "adhérent", "adhérents")}`,
  layer: "Ce qui est compté",
  population: "Population",
  day: "À la date du",
  past: (day: string) =>
    `Au ${day} : les chiffres et la carte montrent la maille à la fin de ce jour.`,
  future: (day: string) =>
    `Au ${day} : la maille d’aujourd’hui, avec ce qui est prévu ou en travaux pour ce jour-là.`,
  today: "Revenir à aujourd’hui",
  noPast:
    "Les points de présence et les contours des zones ne sont connus qu’à ce jour : la carte ne les montre pas.",
  reset: "Réinitialiser",
  statusesSome: (n: number) => `${n} statuts`,
  planned: "Le pointillé marque ce qui n’est pas encore en service.",
};

import { many } from "./many";

export const filters = {
  label: "Filtres",
  technologies: "Technologies",
  allTechnologies: "Technologies",
  statuses: "Statuts",
  members: "Adhérents",
  allMembers: "Adhérents",
  someMembers: (n: number) => `${n} ${many(n, "adhérent", "adhérents")}`,
  reset: "Réinitialiser",
  statusesSome: (n: number) => `${n} statuts`,
  planned: "Le pointillé marque ce qui n’est pas encore en service.",
};

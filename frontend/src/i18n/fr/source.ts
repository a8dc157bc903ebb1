export const source = {
  label: "Source",
  colon: "\u00a0: ",
  population: "Population",
  boundaries: "Contours",
  loadedOn: (date: string) => `chargés le ${date}`,
  licence: "selon leur source",
  grid: "Calcul sur les carreaux de 200 m de l’INSEE.",
};

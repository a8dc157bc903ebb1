import type { source as french } from "../fr/source";
import type { Translated } from "../translated";

export const source: Translated<typeof french> = {
  label: "Source",
  colon: ": ",
  population: "Population",
  boundaries: "Boundaries",
  loadedOn: (date) => `loaded on ${date}`,
  licence: "as stated by their source",
  grid: "Computed on INSEE’s 200 m cells.",
};

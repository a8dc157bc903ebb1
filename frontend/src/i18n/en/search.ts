import type { search as french } from "../fr/search";
import type { Translated } from "../translated";

export const search: Translated<typeof french> = {
  label: "Search a commune, an EPCI or a département",
  placeholder: "Commune, EPCI, département, postcode…",
  nothing: "Nothing by that name.",
  searching: "Searching…",
  clear: "Clear the search",
};

export const search = {
  label: "Rechercher une commune, un EPCI ou un département",
  placeholder: "Commune, EPCI, département, code postal…",
  nothing: "Rien à ce nom.",
  searching: "Recherche…",
  clear: "Effacer la recherche",
};

export const map = {
  label: "Carte de la maille commune",
  help: "Flèches pour déplacer, + et − pour zoomer, Entrée pour savoir ce qui se collecte au centre de la carte.",
  zoomIn: "Zoomer",
  zoomOut: "Dézoomer",
  territories: "Territoires",
  noWebgl:
    "La carte demande WebGL 2, que ce navigateur n’offre pas. Les chiffres et les tableaux restent utilisables.",
  tileTrouble: "Une partie de la carte n’a pas pu être chargée.",
  loading: "La carte se charge…",
  shown: "Sur la carte",
  depth: "Combien d’adhérents collectent :",
  pops: "Points de présence",
  zones: "Contours des zones",
};

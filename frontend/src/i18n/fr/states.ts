// What is said when there is no answer yet, or none.
import { many } from "./many";

export const states = {
  banner: {
    demo: "Démonstration : les opérateurs montrés sont inventés.",
    approximate: "Contours approchés. Pour charger les vrais :",
    command: "maillage territory load",
    copy: "Copier la commande",
    copied: "Copié",
    visitor: "Vous voyez ce que les adhérents rendent public.",
    missing: (n: number, shown: string) =>
      `${shown} ${many(n, "commune n’a pas", "communes n’ont pas")} de contour`,
    hide: "Masquer ce message",
  },
  loading: {
    label: "Chargement…",
    territory: "Le territoire se charge",
    stages: {
      downloading: "Téléchargement des contours",
      reading: "Lecture",
      checking: "Vérification",
      drawing: "Report sur les carreaux",
      joining: "Réunion des EPCI, départements et régions",
      writing: "Enregistrement",
      shapes: "Préparation de la carte",
    } as Record<string, string>,
    territoryHelp:
      "Les communes de France s’installent ; cela n’arrive qu’une fois. La carte s’ouvrira d’elle-même.",
  },
  begin: {
    title: "La maille est encore vide",
    nothingPublic: "Rien n’est public ici",
    signIn: "Connectez-vous pour voir ce que les adhérents partagent avec vous.",
    /** To who can take the next step, and to who waits for it. */
    yours: {
      noMember: "Ajoutez un premier adhérent.",
      noZone: "Il y a des adhérents, mais aucune zone : déposez une liste de zones.",
    },
    others: {
      noMember: "L’administrateur de l’instance n’a pas encore ajouté d’adhérent.",
      noZone:
        "Aucun adhérent n’a encore partagé de zone de collecte : la carte se dessinera dès qu’un premier aura déposé sa liste.",
    },
    first: (name: string) => `${name} n’a encore rien déposé.`,
    actions: { noMember: "Ajouter un adhérent", noZone: "Déposer une liste" },
  },
  trouble: {
    title: "Cela n’a pas marché",
    offline: "Le serveur ne répond pas. Vérifiez que Maillage tourne, puis réessayez.",
    retry: "Réessayer",
    request: "Demande",
  },
};

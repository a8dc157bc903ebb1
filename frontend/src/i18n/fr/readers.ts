import { many } from "./many";

export const readers = {
  title: "Qui a consulté",
  lead: "Quels adhérents ont consulté les entrées d’un adhérent, jour par jour.",
  notYours: "Seul l’adhérent sait qui a consulté ses entrées.",
  span: "Période",
  lastDays: (n: number) =>
    n === 400 ? "Tout ce qui est gardé (400 jours)" : `Les ${n} derniers jours`,
  none: "Personne n’a consulté ces entrées pendant cette période.",
  who: "Par adhérent",
  answers: (n: number, shown: string) => `${shown} ${many(n, "réponse", "réponses")}`,
  onDays: (n: number) => `${n} ${many(n, "jour", "jours")}`,
  byDay: "Jour par jour",
  rule: "Comptent les réponses qui nomment vos entrées : liste, fiche, éligibilité. Jamais la carte, les chiffres, les visiteurs, ni ce qui est montré sans votre nom. Le compte peut venir une demi-minute plus tard.",
};

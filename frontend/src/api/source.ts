import type { Territory } from "./client";

/** Names to be credited, and what their licence asks to have beside them. */
const known: Record<string, string> = {
  IGN: "IGN",
  INSEE: "INSEE",
  DGCL: "DGCL",
  Etalab: "Etalab",
  GeoNames: "GeoNames (CC BY 4.0)",
  "Natural Earth": "Natural Earth",
  OpenStreetMap: "© OpenStreetMap (ODbL)",
};

/** What the server says of a source that states no licence. */
const unstated = "as stated by its source";

/** A licence, in the reader's words where its source states none. */
export const licenceOf = (licence: string, ofItsSource: string): string =>
  licence === unstated ? ofItsSource : licence;

/** Whose the boundaries are, in short. Where they were read from (a path, an address) is not it. */
export function sourceOf(territory: Territory, ofItsSource: string): string {
  const told = `${territory.source} ${territory.licence}`;
  const names = Object.entries(known)
    .filter(([name]) => new RegExp(`\\b${name}\\b`, "i").test(told))
    .map(([, credit]) => credit);
  const licence = /licence ouverte/i.test(told) ? "Licence Ouverte" : "";
  if (names.length > 0) return [names.join(", "), licence].filter(Boolean).join(" · ");
  return licenceOf(territory.licence, ofItsSource) || territory.source;
}

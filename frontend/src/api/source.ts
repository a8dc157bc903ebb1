import type { Territory } from "./client";

const known = ["IGN", "INSEE", "DGCL", "Etalab", "GeoNames", "Natural Earth", "OpenStreetMap"];

/** Whose the boundaries are, in short. Where they were read from (a path, an address) is not it. */
export function sourceOf(territory: Territory): string {
  const told = `${territory.source} ${territory.licence}`;
  const names = known.filter((name) => new RegExp(`\\b${name}\\b`, "i").test(told));
  const licence = /licence ouverte/i.test(told) ? "Licence Ouverte" : "";
  if (names.length > 0) return [names.join(", "), licence].filter(Boolean).join(" · ");
  return territory.licence || territory.source;
}

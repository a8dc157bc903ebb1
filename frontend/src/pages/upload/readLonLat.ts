import type { LonLat } from "../../address/address";

/**
 * A longitude and a latitude as people write them, in decimal degrees: "3.087, 45.777",
 * or with decimal commas "3,087 ; 45,777"; null when it is neither, and when it could
 * be one number as well as two ("3,087").
 */
export function readLonLat(text: string): LonLat | null {
  const spaced = text.trim().replace(/,\s+/g, ";");
  const parts = /[;\s]/.test(spaced)
    ? spaced.split(/[;\s]+/).map((part) => part.replace(",", "."))
    : spaced.includes(".")
      ? spaced.split(",")
      : [];
  if (parts.length !== 2 || parts.some((part) => part === "")) return null;
  const [lon, lat] = parts.map(Number) as LonLat;
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? [lon, lat] : null;
}

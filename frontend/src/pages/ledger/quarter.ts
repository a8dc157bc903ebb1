// Quarters, by the day they end on: "2026-03-31".
import { parisDay } from "../../i18n/parisDay";

export interface Quarter {
  n: number;
  year: string;
}

export function quarterOf(day: string): Quarter {
  return { n: Math.ceil(Number(day.slice(5, 7)) / 3), year: day.slice(0, 4) };
}

/** The last day of the quarter that a moment is in, as it is in France. */
export function quarterEnd(now: Date): string {
  const { n, year } = quarterOf(parisDay(now));
  return new Date(Date.UTC(Number(year), n * 3, 0)).toISOString().slice(0, 10);
}

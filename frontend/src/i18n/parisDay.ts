/**
 * The day that a moment is in Paris, as the server counts days: "2026-03-31", which
 * is how Swedish writes them.
 */
export const parisDay = (at: Date | number = Date.now()): string =>
  new Date(at).toLocaleDateString("sv-SE", { timeZone: "Europe/Paris" });

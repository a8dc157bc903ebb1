/** The word that goes with a number, in English: one alone is one. */
export const many = (n: number, one: string, more: string) => (Math.abs(n) === 1 ? one : more);

/** The word that goes with a number, in French: from two on it is more than one. */
export const many = (n: number, one: string, more: string) => (Math.abs(n) < 2 ? one : more);

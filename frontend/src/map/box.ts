/** [west, south, east, north], degrees. */
export type Box = readonly [number, number, number, number];

/** Mainland France with Corsica: where the map opens. */
export const mainland: Box = [-5.2, 41.3, 9.6, 51.1];

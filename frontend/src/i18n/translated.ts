/** The shape of some words in any language: the same keys, texts and functions that give texts. */
export type Translated<T> = T extends string
  ? string
  : T extends (...args: infer A) => string
    ? (...args: A) => string
    : { [K in keyof T]: Translated<T[K]> };

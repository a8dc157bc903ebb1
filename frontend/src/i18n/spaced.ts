// French typography: a mark of punctuation stays on the line of the word it goes
// with. A no-break space before a colon and within « », a narrow one before ; ? !
// and %, as the server's refusals have them.

const marks: [RegExp, string][] = [
  [/ (?=[:»])|(?<=«) /g, "\u00a0"],
  [/ (?=[;?!%])/g, "\u202f"],
];

/** The same words, whether texts or functions that give texts, with spaces that do not break. */
export function spaced<T>(words: T): T {
  const of = (word: unknown): unknown => {
    if (typeof word === "string")
      return marks.reduce((text, [mark, space]) => text.replace(mark, space), word);
    if (typeof word === "function") return (...args: unknown[]) => of(word(...args));
    if (Array.isArray(word)) return word.map(of);
    if (word && typeof word === "object")
      return Object.fromEntries(Object.entries(word).map(([key, value]) => [key, of(value)]));
    return word;
  };
  return of(words) as T;
}

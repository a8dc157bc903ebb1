// The words and formats of figures that count something else than inhabitants.
import { en } from "./en";
import { weighed as english } from "./en/weighed";
import { formats, type Language } from "./format";
import { type Dictionary, fr } from "./fr";
import { weighed as french } from "./fr/weighed";

const plain: Record<Language, Dictionary> = { fr, en };

type Part<T> = { [K in keyof T]?: T[K] extends object ? Part<T[K]> | T[K] : T[K] };

/** `base` with what `change` says anew, however deep. */
function over<T extends object>(base: T, change: Part<T>): T {
  const result: Record<string, unknown> = { ...(base as Record<string, unknown>) };
  for (const [key, value] of Object.entries(change)) {
    const there = result[key];
    const both = typeof value === "object" && typeof there === "object" && value && there;
    result[key] = both ? over(there, value) : value;
  }
  return result as T;
}

/** The unit of the layer that is always there; figures in it have words of their own. */
const inhabitants = "habitants";

/** Words `t` and formats `f` of figures in `unit`, as the layer's file calls it. */
export function weigh(language: Language, unit: string) {
  const t = plain[language];
  if (unit === inhabitants) return { t, f: formats(language, t.units) };
  const said = (language === "fr" ? french : english)(unit);
  return { t: over(t, said.words), f: formats(language, { ...t.units, people: said.unit }) };
}

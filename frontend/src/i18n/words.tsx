// Which language the interface speaks, and its words for every component.
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
} from "react";
import { en } from "./en";
import { type Formats, formats, type Language } from "./format";
import { type Dictionary, fr } from "./fr";

const dictionaries: Record<Language, Dictionary> = { fr, en };
const stored = "maillage-language";

export interface Words {
  t: Dictionary;
  f: Formats;
  language: Language;
  setLanguage: (language: Language) => void;
}

export const WordsContext = createContext<Words | null>(null);

/** The language asked for by the address, else the one kept, else French. */
export function initialLanguage(search: string, kept: string | null): Language {
  const asked = new URLSearchParams(search).get("lang");
  if (asked === "fr" || asked === "en") return asked;
  return kept === "en" ? "en" : "fr";
}

export function WordsProvider({ children }: { children: ReactNode }) {
  const [language, set] = useState(() => {
    const first = initialLanguage(window.location.search, localStorage.getItem(stored));
    // Before the first request, which says the page's language.
    document.documentElement.lang = first;
    return first;
  });
  const setLanguage = useCallback((next: Language) => {
    localStorage.setItem(stored, next);
    // An address that names a language would win over the choice at the next load.
    const url = new URL(window.location.href);
    if (url.searchParams.has("lang")) {
      url.searchParams.set("lang", next);
      window.history.replaceState(window.history.state, "", url);
    }
    // Before what is asked anew in it.
    document.documentElement.lang = next;
    set(next);
  }, []);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const words = useMemo(
    () => ({
      t: dictionaries[language],
      f: formats(language, dictionaries[language].units),
      language,
      setLanguage,
    }),
    [language, setLanguage],
  );
  return <WordsContext value={words}>{children}</WordsContext>;
}

/** The words `t` and the figure formats `f` of the language in use. */
export function useWords(): Words {
  const words = useContext(WordsContext);
  if (!words) throw new Error("useWords outside WordsProvider");
  return words;
}

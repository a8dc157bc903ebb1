import { useMemo } from "react";
import { useWords } from "../../i18n/words";
import { quarterOf } from "./quarter";

/** How a quarter is called, by its last day. */
export function useQuarterNames() {
  const { t } = useWords();
  return useMemo(() => {
    const say = (name: typeof t.ledger.quarterOf) => (day: string) => {
      const { n, year } = quarterOf(day);
      return name(n, year);
    };
    return { long: say(t.ledger.quarterOf), short: say(t.ledger.quarterShort) };
  }, [t]);
}

// The pairs that overlap, the largest first.
import { Button } from "@mantine/core";
import { useState } from "react";
import type { Overlaps } from "../api/client";
import { useWords } from "../i18n/words";
import { MemberName } from "./MemberName";

interface Props {
  pairs: Overlaps["pairs"];
  amount: (of: { km2: number; weight: number }) => string;
  onChoose: (a: string, b: string) => void;
}

const step = 10;

export function PairList({ pairs, amount, onChoose }: Props) {
  const { t, f } = useWords();
  const [shown, setShown] = useState(step);
  return (
    <section className="pairs" aria-labelledby="pairs-title">
      <h2 id="pairs-title">{t.overlaps.list}</h2>
      <ol>
        {pairs.slice(0, shown).map((pair) => (
          <li key={`${pair.a} ${pair.b}`}>
            <button type="button" onClick={() => onChoose(pair.a, pair.b)}>
              <span className="pair-names">
                <MemberName slug={pair.a} />
                <MemberName slug={pair.b} />
              </span>
              <span className="num">{amount(pair)}</span>
            </button>
          </li>
        ))}
      </ol>
      {pairs.length > shown && (
        <Button variant="subtle" size="compact-xs" onClick={() => setShown(shown + 50)}>
          {t.table.more(f.number(Math.min(50, pairs.length - shown)))}
        </Button>
      )}
    </section>
  );
}

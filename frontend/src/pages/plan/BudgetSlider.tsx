// The budget, by a slider that answers as it moves.
import { SegmentedControl, Slider } from "@mantine/core";
import { useThrottledCallback } from "@mantine/hooks";
import { useState } from "react";
import { useWords } from "../../i18n/words";
import { type BudgetKind, putDraft, useDraft } from "../../plan/draft";
import { Amount } from "./Amount";

const kinds: BudgetKind[] = ["zones", "eur", "share"];

export interface Ends {
  zones: number;
  eur: number;
}

export function BudgetSlider({ ends }: { ends: Ends }) {
  const { t, f } = useWords();
  const { budget } = useDraft();
  const [moving, setMoving] = useState<number | null>(null);
  const { kind } = budget;
  const scale = {
    zones: { min: 1, max: ends.zones, step: 1 },
    eur: { min: 0, max: ends.eur, step: ends.eur / 100 },
    share: { min: 0.05, max: 1, step: 0.01 },
  }[kind];
  const put = useThrottledCallback(
    (value: number) => putDraft({ budget: { ...budget, [kind]: value } }),
    80,
  );
  const value = moving ?? budget[kind];
  const said = {
    zones: (n: number) => f.number(n),
    eur: (n: number) => f.euros(n),
    share: (n: number) => f.percent(n),
  }[kind];
  return (
    <div className="plan-budget">
      <div className="plan-budget-head">
        <SegmentedControl
          size="xs"
          aria-label={t.plan.budget}
          value={kind}
          onChange={(next) =>
            putDraft({ budget: { ...budget, kind: next as BudgetKind, within: null } })
          }
          data={kinds.map((k) => ({ value: k, label: t.plan.budgets[k] }))}
        />
        {kind !== "share" && (
          <Amount
            label={<span className="unseen">{t.plan.budget}</span>}
            value={value}
            decimalScale={0}
            max={kind === "zones" ? 1000 : 1e9}
            onTake={(n) => putDraft({ budget: { ...budget, [kind]: n } })}
          />
        )}
      </div>
      <Slider
        {...scale}
        value={Math.min(Math.max(value, scale.min), scale.max)}
        label={said}
        thumbLabel={t.plan.budget}
        onChange={(next) => {
          setMoving(next);
          put(next);
        }}
        onChangeEnd={(next) => {
          setMoving(null);
          putDraft({ budget: { ...budget, [kind]: next } });
        }}
      />
      <p className="plan-budget-said">{t.plan.budgetOf[kind](said(value))}</p>
    </div>
  );
}

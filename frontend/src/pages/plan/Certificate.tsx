// How far a plan can be from the best, in plain words.
import { useWords } from "../../i18n/words";

interface Certified {
  value: number;
  bound: number;
  share_of_best: number;
  optimal?: boolean;
}

/** A share that must not be overstated: cut, not rounded, to a tenth of a percent. */
export const cut = (share: number) => Math.floor(share * 1000 + 1e-9) / 1000;

interface Props {
  plan: Certified;
  /** The plan reaches a share at the least cost, so value and bound are euros. */
  costs: boolean;
  /** Value and bound are what the member has who has least. */
  fair: boolean;
}

export function Certificate({ plan, costs, fair }: Props) {
  const { t, f } = useWords();
  const amount = (n: number) => (costs ? f.euros(n) : f.weight(n));
  const share = cut(plan.share_of_best);
  const best = plan.optimal === true || share >= 1;
  return (
    <div className="certificate">
      <p className="certificate-said" data-best={best || undefined}>
        {best ? t.plan.best : t.plan.atLeast(f.percent(share))}
      </p>
      <div className="certificate-bar" aria-hidden="true">
        <span style={{ inlineSize: `${Math.min(1, plan.share_of_best) * 100}%` }} />
      </div>
      <details>
        <summary>{t.plan.how}</summary>
        <p>
          {best
            ? costs
              ? t.plan.bestCostHelp
              : t.plan.bestHelp
            : (costs ? t.plan.boundCostHelp : t.plan.boundHelp)(
                amount(plan.value),
                amount(plan.bound),
              )}
        </p>
        {fair && <p>{t.plan.boundFairHelp}</p>}
      </details>
    </div>
  );
}

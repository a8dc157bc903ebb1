// What a plan wins, what it costs, and how good that is.
import type { PlanAnswer } from "../../api/plans";
import { useWords } from "../../i18n/words";
import { Figure } from "../../parts/Figure";
import type { PlanRequest } from "../../plan/draft";
import { Certificate } from "./Certificate";

type Told = Pick<PlanAnswer, "value" | "bound" | "share_of_best" | "picks"> &
  Partial<Pick<PlanAnswer, "won" | "winnable" | "cost" | "optimal">>;

export function Outcome({ plan, request }: { plan: Told; request: PlanRequest }) {
  const { t, f } = useWords();
  const costs = request.budget.share !== undefined;
  const { won, winnable } = plan;
  if (winnable === 0) return <p className="notice">{t.plan.nothing}</p>;
  const share =
    won !== undefined && winnable
      ? t.plan.ofWinnable(f.percent(won / winnable), f.weight(winnable))
      : undefined;
  return (
    <>
      <div className="figures">
        <Figure
          value={costs ? f.euros(plan.value) : `+\u00a0${f.weight(plan.value)}`}
          of={costs ? t.plan.won.cost : t.plan.won[request.objective]}
          detail={share}
        />
        <Figure
          small
          value={t.plan.picksCount(plan.picks.length, f.number(plan.picks.length))}
          of={
            costs
              ? won !== undefined && `+\u00a0${f.weight(won)}`
              : plan.cost === undefined
                ? t.plan.costUnknown
                : t.plan.costs(f.euros(plan.cost))
          }
        />
      </div>
      <Certificate plan={plan} costs={costs} fair={request.objective === "fair"} />
    </>
  );
}

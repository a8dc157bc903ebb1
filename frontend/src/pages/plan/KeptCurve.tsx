// A kept plan on the curve of all budgets, drawn anew for its own question; where
// the question can no longer be asked, its own zones in their order, and the page says so.
import { Skeleton } from "@mantine/core";
import { type Plan, useCurve, useWholeRequest } from "../../api/plans";
import { useWords } from "../../i18n/words";
import { BudgetCurve, PicksCurve } from "./CurveSection";

export function KeptCurve({ plan }: { plan: Plan }) {
  const { t } = useWords();
  const whole = useWholeRequest(plan.id);
  const curve = useCurve(whole.data ?? null);
  if (whole.error || curve.error)
    return (
      <PicksCurve
        picks={plan.picks}
        knee={plan.knee ?? 0}
        euros={plan.request.budget.zones === undefined}
        said={t.plan.curveOfPicks}
      />
    );
  if (!curve.data) return <Skeleton height={168} />;
  const { by, knee } = curve.data;
  const at = (by === "eur" ? plan.cost : plan.picks.length) ?? 0;
  const bend = knee ? (by === "eur" ? knee.spent : knee.zones) : 0;
  // As far again as the plan and the knee go: what a larger budget would bring.
  return (
    <BudgetCurve
      curve={curve.data}
      end={2 * Math.max(at, bend, 1)}
      at={at}
      said={t.plan.curveOfBudgets}
    />
  );
}

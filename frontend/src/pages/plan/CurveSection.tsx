import { Skeleton } from "@mantine/core";
import { type ComponentProps, lazy, Suspense, useMemo } from "react";
import type { Schemas } from "../../api/client";
import type { PlanPick } from "../../api/plans";
import { useWords } from "../../i18n/words";

const Curve = lazy(() => import("./Curve"));

/** One plan's own picks, in their order. */
export function PicksCurve({
  picks,
  knee,
  euros,
  said,
}: {
  picks: PlanPick[];
  knee: number;
  euros: boolean;
  /** What is drawn, in words. */
  said?: string;
}) {
  const points = useMemo(
    () => [
      { x: 0, y: 0 },
      ...picks.map((pick, i) => ({ x: euros ? pick.spent : i + 1, y: pick.cumulated })),
    ],
    [picks, euros],
  );
  const bend = knee > 0 ? points[knee] : undefined;
  return <Section points={points} bend={bend} euros={euros} said={said} />;
}

/** All budgets up to the end of the slider, and where this one stands. */
export function BudgetCurve({
  curve,
  end,
  at,
  said,
}: {
  curve: Schemas["PlanCurve"];
  end: number | undefined;
  at: number | undefined;
  /** What is drawn, in words. */
  said?: string;
}) {
  const euros = curve.by === "eur";
  const { points, bend } = useMemo(() => {
    const of = (p: Schemas["PlanCurvePoint"]) => ({ x: euros ? p.spent : p.zones, y: p.value });
    const all = curve.points.map(of);
    const shown = end === undefined ? all : all.filter((p) => p.x <= end);
    return { points: shown, bend: curve.knee ? of(curve.knee) : undefined };
  }, [curve, euros, end]);
  const inside = bend && bend.x <= (points.at(-1)?.x ?? 0) ? bend : undefined;
  return <Section points={points} bend={inside} euros={euros} at={at} said={said} />;
}

function Section({ said, ...props }: ComponentProps<typeof Curve> & { said: string | undefined }) {
  const { t, f } = useWords();
  const { points, bend, euros } = props;
  if (points.length < 3) return null;
  return (
    <section className="detail" aria-labelledby="plan-curve">
      <h2 id="plan-curve">
        {t.plan.curve} <span className="soft">{euros ? t.plan.axisEuros : t.plan.axisZones}</span>
      </h2>
      <Suspense fallback={<Skeleton height={168} />}>
        <Curve {...props} />
      </Suspense>
      {said && <p className="soft">{said}</p>}
      {bend && (
        <p className="soft">
          {t.plan.kneeLabel(
            euros ? f.euros(bend.x) : t.plan.picksCount(bend.x, f.number(bend.x)),
            f.weight(bend.y),
          )}{" "}
          {t.plan.kneeHelp}
        </p>
      )}
    </section>
  );
}

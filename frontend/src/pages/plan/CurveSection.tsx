import { Skeleton } from "@mantine/core";
import { type ComponentProps, lazy, Suspense } from "react";
import { useWords } from "../../i18n/words";

const Curve = lazy(() => import("./Curve"));

export function CurveSection(props: ComponentProps<typeof Curve>) {
  const { t, f } = useWords();
  if (props.picks.length < 2) return null;
  const bend = props.picks[props.knee - 1];
  return (
    <section className="detail" aria-labelledby="plan-curve">
      <h2 id="plan-curve">
        {t.plan.curve}{" "}
        <span className="soft">{props.euros ? t.plan.axisEuros : t.plan.axisZones}</span>
      </h2>
      <Suspense fallback={<Skeleton height={168} />}>
        <Curve {...props} />
      </Suspense>
      {bend && (
        <p className="soft">
          {t.plan.kneeLabel(
            props.euros ? f.euros(bend.spent) : t.plan.picksCount(props.knee),
            f.weight(bend.cumulated),
          )}{" "}
          {t.plan.kneeHelp}
        </p>
      )}
    </section>
  );
}

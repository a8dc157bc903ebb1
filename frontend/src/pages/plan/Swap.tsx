// What replaced the zone that was just set aside, and what else could have.
import { Button } from "@mantine/core";
import { useReplacements } from "../../api/plans";
import { useWords } from "../../i18n/words";
import type { Named } from "../../plan/draft";
import { type Before, swapped } from "../../plan/swap";

/** How many are offered. */
const few = 5;

interface Props {
  before: Before;
  after: Parameters<typeof swapped>[1];
  /** Requires one of them. */
  onTake: (pick: Named) => void;
}

export function Swap({ before, after, onTake }: Props) {
  const { t, f } = useWords();
  const { came, difference } = swapped(before, after);
  const others = useReplacements({
    request: before.request,
    picks: before.picks.map((pick) => pick.candidate),
    drop: before.out.code,
    limit: few,
  });
  const there = new Set(after.picks.map((pick) => pick.candidate));
  const value = others.data?.value ?? before.value;
  const offered = (others.data?.items ?? []).filter((one) => !there.has(one.candidate));
  return (
    <div className="plan-swap">
      <p role="status">
        <b>{t.plan.instead(before.out.name)}</b>
        {t.source.colon}
        {came.length > 0
          ? came.map((pick) => `${pick.name || pick.candidate} (${f.signed(pick.gain)})`).join(", ")
          : t.plan.insteadNothing}
        <span className="soft"> · {t.plan.difference(f.signed(difference) || "0")}</span>
      </p>
      {offered.length > 0 && (
        <>
          <p className="soft" id="plan-swap-others">
            {t.plan.otherwise}
          </p>
          <ul aria-labelledby="plan-swap-others">
            {offered.map((one) => {
              const named = { code: one.candidate, name: one.name || one.candidate };
              return (
                <li key={one.candidate}>
                  <span>{named.name}</span>
                  <span className="num soft">{f.signed(one.value - value) || "0"}</span>
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={t.plan.takeInstead(named.name)}
                    onClick={() => onTake(named)}
                  >
                    {t.plan.take}
                  </Button>
                </li>
              );
            })}
          </ul>
        </>
      )}
    </div>
  );
}

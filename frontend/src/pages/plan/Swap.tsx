// What replaced the zone that was just set aside.
import { useWords } from "../../i18n/words";
import { type Before, swapped } from "../../plan/swap";

interface Props {
  before: Before;
  after: Parameters<typeof swapped>[1];
}

export function Swap({ before, after }: Props) {
  const { t, f } = useWords();
  const { came, difference } = swapped(before, after);
  return (
    <p className="plan-swap" role="status">
      <b>{t.plan.instead(before.out.name)}</b>
      {t.source.colon}
      {came.length > 0
        ? came.map((pick) => `${pick.name || pick.candidate} (${f.signed(pick.gain)})`).join(", ")
        : t.plan.insteadNothing}
      <span className="soft"> · {t.plan.difference(f.signed(difference) || "0")}</span>
    </p>
  );
}

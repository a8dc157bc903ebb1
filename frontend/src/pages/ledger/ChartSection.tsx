// The parts of each quarter, once there are two to hold against each other.
import { Skeleton } from "@mantine/core";
import { lazy, Suspense, useMemo } from "react";
import type { LedgerLine } from "../../api/ledger";
import { useWords } from "../../i18n/words";
import { useMemberNames } from "../../parts/MemberName";

const QuarterChart = lazy(() => import("./QuarterChart"));

interface Props {
  lines: LedgerLine[];
  of: string | null;
  day: string;
}

export function ChartSection({ lines, of, day }: Props) {
  const { t } = useWords();
  const nameOf = useMemberNames();
  const shown = useMemo(
    () => (of === null ? lines : lines.filter((line) => line.member === of)),
    [lines, of],
  );
  if (new Set(shown.map((line) => line.day)).size < 2) return null;
  return (
    <section className="detail" aria-labelledby="ledger-chart">
      <h2 id="ledger-chart">{of === null ? t.ledger.chart : t.ledger.chartOf(nameOf(of).name)}</h2>
      <Suspense fallback={<Skeleton height={168} />}>
        <QuarterChart lines={shown} day={day} />
      </Suspense>
    </section>
  );
}

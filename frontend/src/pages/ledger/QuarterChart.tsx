// A bar a quarter: what was brought, stacked by member. The parts make the whole.
// The chart library comes with this file alone.
import { barY, plot } from "@observablehq/plot";
import { useEffect, useMemo, useRef } from "react";
import type { LedgerLine } from "../../api/ledger";
import { useWords } from "../../i18n/words";
import { useMemberNames } from "../../parts/MemberName";
import { useQuarterNames } from "./useQuarterNames";

/** How many quarters are told apart by their names below. */
const named = 6;

interface Props {
  lines: LedgerLine[];
  /** The quarter looked at. */
  day: string;
}

export default function QuarterChart({ lines, day }: Props) {
  const { t, f } = useWords();
  const nameOf = useMemberNames();
  const quarters = useQuarterNames();
  const holder = useRef<HTMLDivElement>(null);
  const days = useMemo(() => [...new Set(lines.map((line) => line.day))].sort(), [lines]);
  const sum = (of: string | undefined) =>
    lines.reduce((all, line) => (line.day === of ? all + line.shapley.weight : all), 0);
  useEffect(() => {
    const { current } = holder;
    if (!current) return;
    const step = Math.ceil(days.length / named);
    const chart = plot({
      width: current.clientWidth || 380,
      height: 168,
      marginLeft: 52,
      marginBottom: 28,
      marginTop: 12,
      marginRight: 4,
      style: { background: "transparent", fontSize: "11px", overflow: "visible" },
      x: {
        label: null,
        domain: days,
        padding: 0.25,
        ticks: days.filter((_, i) => (days.length - 1 - i) % step === 0),
        tickFormat: quarters.short,
        tickSize: 0,
      },
      y: { label: null, ticks: 4, tickFormat: (n: number) => f.weight(n, ""), grid: true },
      marks: [
        barY(lines, {
          x: "day",
          y: (line: LedgerLine) => line.shapley.weight,
          fill: (line: LedgerLine) => nameOf(line.member).color ?? "var(--c-gap)",
          fillOpacity: (line: LedgerLine) => (line.day === day ? 1 : 0.55),
          stroke: "var(--surface)",
          strokeWidth: 0.5,
        }),
      ],
      color: { type: "identity" },
      opacity: { type: "identity" },
    });
    chart.setAttribute("aria-hidden", "true");
    current.replaceChildren(chart);
  }, [lines, days, day, nameOf, quarters, f]);
  const [from = "", to = ""] = [days[0], days[days.length - 1]];
  return (
    <div
      role="img"
      aria-label={t.ledger.chartLabel(
        quarters.long(from),
        f.weight(sum(from)),
        quarters.long(to),
        f.weight(sum(to)),
      )}
    >
      <div ref={holder} className="plan-curve" />
    </div>
  );
}

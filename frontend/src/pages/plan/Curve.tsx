// What each further zone brings, with the bend of the curve marked. The chart
// library comes with this file alone, once a plan is there.
import { areaY, dot, lineY, plot, ruleX, text } from "@observablehq/plot";
import { useEffect, useRef } from "react";
import { useWords } from "../../i18n/words";

interface CurvePoint {
  /** Zones or euros. */
  x: number;
  /** What is won, by the objective. */
  y: number;
}

interface Props {
  /** From nothing spent on. */
  points: CurvePoint[];
  /** Where the curve bends; absent: nowhere. */
  bend?: CurvePoint | undefined;
  /** Along euros rather than zones. */
  euros: boolean;
  /** Where the budget stands; absent: at the end. */
  at?: number | undefined;
}

export default function Curve({ points, bend, euros, at }: Props) {
  const { t, f } = useWords();
  const holder = useRef<HTMLDivElement>(null);
  const written = (x: number) => (euros ? f.euros(x) : `${f.number(x)} ${t.plan.axisZones}`);
  const last = points[points.length - 1];
  useEffect(() => {
    const { current } = holder;
    if (!current) return;
    const short = (n: number) => f.weight(n, "");
    const chart = plot({
      width: current.clientWidth || 380,
      height: 168,
      marginLeft: 52,
      marginBottom: 28,
      marginTop: 16,
      marginRight: 12,
      style: { background: "transparent", fontSize: "11px", overflow: "visible" },
      x: {
        label: null,
        ticks: 5,
        tickFormat: (n: number) => (euros ? short(n) : f.number(n)),
        domain: [0, last?.x || 1],
      },
      y: { label: null, ticks: 4, tickFormat: short, grid: true, domain: [0, last?.y || 1] },
      marks: [
        areaY(points, { x: "x", y: "y", fill: "var(--c-opening)", fillOpacity: 0.16 }),
        lineY(points, { x: "x", y: "y", stroke: "var(--c-opening)", strokeWidth: 2 }),
        ...(at !== undefined && last && at < last.x
          ? [ruleX([at], { stroke: "var(--c-accent)", strokeWidth: 1.5, strokeDasharray: "3 3" })]
          : []),
        ...(bend
          ? [
              dot([bend], {
                x: "x",
                y: "y",
                r: 5,
                fill: "var(--c-opening)",
                stroke: "var(--surface)",
              }),
              text([bend], {
                x: "x",
                y: "y",
                text: () => t.plan.knee,
                dx: 8,
                dy: 12,
                textAnchor: "start",
                fill: "var(--ink)",
              }),
            ]
          : []),
      ],
    });
    chart.setAttribute("aria-hidden", "true");
    current.replaceChildren(chart);
  }, [points, bend, euros, at, last, f, t]);
  const said = [
    t.plan.curveLabel(written(last?.x ?? 0), euros ? t.plan.axisEuros : t.plan.axisZones),
    bend && t.plan.kneeLabel(written(bend.x), f.weight(bend.y)),
  ];
  return (
    <div role="img" aria-label={said.filter(Boolean).join(" ")}>
      <div ref={holder} className="plan-curve" />
    </div>
  );
}

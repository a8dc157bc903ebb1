// The legend of the depths, which is also their distribution.
import type { Coverage } from "../api/client";
import { useWords } from "../i18n/words";
import { depthLabel } from "../theme/colors";
import { useDepthClasses } from "./useDepthClasses";

export function DepthLegend({ coverage }: { coverage: Coverage }) {
  const { t, f } = useWords();
  const depths = coverage.by_depth.filter((d) => d.depth > 0 && d.km2 > 0);
  const classes = useDepthClasses();
  const total = coverage.territory.weight || coverage.territory.km2;
  const sized = (amount: { km2: number; weight: number }) =>
    coverage.territory.weight > 0 ? amount.weight : amount.km2;
  const present = classes.filter((step) =>
    depths.some((d) => step.from <= d.depth && d.depth <= step.to),
  );
  const rows = present.map((step) => {
    const within = depths.filter((d) => step.from <= d.depth && d.depth <= step.to);
    return {
      key: depthLabel(step),
      label: t.coverage.members(depthLabel(step), step.to),
      color: step.color,
      share: total > 0 ? within.reduce((sum, d) => sum + sized(d), 0) / total : 0,
      km2: within.reduce((sum, d) => sum + d.km2, 0),
    };
  });
  const widest = Math.max(
    ...rows.map((row) => row.share),
    total > 0 ? sized(coverage.gap) / total : 0,
    0.0001,
  );
  return (
    <section className="legend" aria-labelledby="depth-title">
      <h2 id="depth-title">
        {t.coverage.depth} <span className="soft">{t.coverage.depthHelp}</span>
      </h2>
      <table>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">
                <span className="swatch" style={{ background: row.color }} aria-hidden="true" />
                {row.label}
              </th>
              <td className="legend-bar" aria-hidden="true">
                <span style={{ width: `${(row.share / widest) * 100}%`, background: row.color }} />
              </td>
              <td className="num">{f.percent(row.share)}</td>
              <td className="num soft">{f.km2(row.km2)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">
              <span className="swatch swatch-none" aria-hidden="true" />
              {t.coverage.nobody}
            </th>
            <td className="legend-bar" aria-hidden="true">
              <span
                className="hatched"
                style={{
                  width: `${total > 0 ? (sized(coverage.gap) / total / widest) * 100 : 0}%`,
                }}
              />
            </td>
            <td className="num">{f.percent(total > 0 ? sized(coverage.gap) / total : 0)}</td>
            <td className="num soft">{f.km2(coverage.gap.km2)}</td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}

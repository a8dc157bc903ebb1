// Before and after, and what lies between: in all, by unit, by member.
import type { FeatureCollection } from "geojson";
import { useMemo } from "react";
import type { Schemas } from "../../api/client";
import { useWords } from "../../i18n/words";
import { UnitKind } from "../../panel/UnitKind";
import { Announce } from "../../parts/Announce";
import { ChangeLegend } from "../../parts/ChangeLegend";
import { DepthKey } from "../../parts/DepthKey";
import { MemberName } from "../../parts/MemberName";
import type { RankedColumn } from "../../parts/RankedTable";
import { UnitTable } from "../../parts/UnitTable";

type Row = Schemas["SimulatedUnit"];

export function Difference({ simulation }: { simulation: Schemas["Simulation"] }) {
  const { t, f } = useWords();
  const { before, after, difference, units, members } = simulation;
  const columns = useMemo<RankedColumn<Row>[]>(
    () => [
      {
        id: "difference",
        header: t.simulation.difference,
        value: (row) => Math.abs(row.difference.weight),
        cell: (row) => f.signed(row.difference.weight),
      },
      {
        id: "before",
        header: t.simulation.before,
        value: (row) => row.before.share,
        cell: (row) => f.percent(row.before.share),
      },
      {
        id: "after",
        header: t.simulation.after,
        value: (row) => row.after.share,
        cell: (row) => f.percent(row.after.share),
      },
    ],
    [t, f],
  );
  const touched = members.filter((m) => m.difference.weight !== 0 || m.difference.km2 !== 0);
  const said = `${f.signed(difference.weight)} ${f.people}`;
  return (
    <>
      <Announce text={said} />
      <div className="figure">
        <span className="figure-value">{said}</span>
        <span className="figure-of">{t.simulation.covered}</span>
      </div>
      <table className="plain">
        <thead>
          <tr>
            <td />
            <th scope="col" className="num">
              {t.simulation.before}
            </th>
            <th scope="col" className="num">
              {t.simulation.after}
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{t.coverage.columns.share}</th>
            <td className="num">{f.percent(before.covered.share)}</td>
            <td className="num">{f.percent(after.covered.share)}</td>
          </tr>
          <tr>
            <th scope="row">{t.coverage.columns.weight}</th>
            <td className="num">{f.weight(before.covered.weight)}</td>
            <td className="num">{f.weight(after.covered.weight)}</td>
          </tr>
          <tr>
            <th scope="row">{t.overlaps.land}</th>
            <td className="num">{f.km2(before.covered.km2)}</td>
            <td className="num">{f.km2(after.covered.km2)}</td>
          </tr>
        </tbody>
      </table>
      <ChangeLegend map={simulation.land as FeatureCollection | undefined} />
      <div>
        <p className="soft">{t.simulation.onMap}</p>
        <DepthKey />
      </div>
      {touched.length > 0 && (
        <section className="legend" aria-labelledby="simulated-members">
          <h2 id="simulated-members">
            {t.simulation.openings} <span className="soft">{t.simulation.openingsHelp}</span>
          </h2>
          <table>
            <thead>
              <tr>
                <td />
                <th scope="col" className="num">
                  {t.simulation.difference}
                </th>
                <th scope="col" className="num">
                  {t.simulation.after}
                </th>
              </tr>
            </thead>
            <tbody>
              {touched.map((m) => (
                <tr key={m.member}>
                  <th scope="row">
                    <MemberName slug={m.member} />
                  </th>
                  <td className="num">{f.signed(m.difference.weight)}</td>
                  <td className="num soft">{f.weight(m.after.weight)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <section className="detail">
        <UnitKind />
        {units && units.length > 0 ? (
          <UnitTable rows={units} columns={columns} sortedBy="difference" />
        ) : (
          <p className="notice">{t.simulation.same}</p>
        )}
      </section>
    </>
  );
}

// The overlaps two by two: darker is more. A cell is a button that shows the
// pair on the map; the diagonal is each member's own reach.
import { useComputedColorScheme } from "@mantine/core";
import type { Overlaps } from "../api/client";
import { useWords } from "../i18n/words";
import { palettes } from "../theme/colors";
import { MemberDot, useMemberNames } from "./MemberName";

export type Measure = "weight" | "km2";

/** More members than this do not fit a panel: those that overlap most are kept. */
const most = 16;

interface Props {
  overlaps: Overlaps;
  measure: Measure;
  chosen: [string, string] | null;
  onChoose: (a: string, b: string) => void;
}

export function OverlapMatrix({ overlaps, measure, chosen, onChoose }: Props) {
  const { t, f } = useWords();
  const nameOf = useMemberNames();
  const ramp = palettes[useComputedColorScheme("light", { getInitialValueInEffect: false })].depth;
  const amounts = new Map<string, number>();
  const sums = new Map<string, number>();
  for (const pair of overlaps.pairs) {
    amounts.set(`${pair.a} ${pair.b}`, pair[measure]);
    amounts.set(`${pair.b} ${pair.a}`, pair[measure]);
    sums.set(pair.a, (sums.get(pair.a) ?? 0) + pair[measure]);
    sums.set(pair.b, (sums.get(pair.b) ?? 0) + pair[measure]);
  }
  const members = overlaps.members
    .filter((m) => m.km2 > 0)
    .sort((x, y) => (sums.get(y.member) ?? 0) - (sums.get(x.member) ?? 0))
    .slice(0, most);
  const largest = Math.max(...amounts.values(), 1);
  const write = (n: number) => (measure === "weight" ? f.weight(n) : f.km2(n));
  // Square roots, so that small overlaps still tell themselves from none.
  const shade = (n: number) =>
    n > 0
      ? ramp[Math.min(ramp.length - 1, Math.floor(Math.sqrt(n / largest) * (ramp.length - 0.01)))]
      : "transparent";
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard */}
      <section className="matrix-scroll" tabIndex={0} aria-label={t.overlaps.matrix}>
        <table className="matrix">
          <thead>
            <tr>
              <td />
              {members.map((m, i) => (
                <th key={m.member} scope="col" title={nameOf(m.member).name}>
                  <span className="unseen">{nameOf(m.member).name}</span>
                  <span aria-hidden="true">{i + 1}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {members.map((row, i) => (
              <tr key={row.member}>
                <th scope="row" title={nameOf(row.member).name}>
                  <span className="matrix-name">
                    <span className="soft" aria-hidden="true">
                      {i + 1}
                    </span>
                    <MemberDot color={nameOf(row.member).color} />
                    <span>{nameOf(row.member).name}</span>
                  </span>
                </th>
                {members.map((column) => {
                  if (row === column) {
                    const title = `${t.overlaps.own} : ${write(row[measure])}`;
                    return (
                      <td key={column.member} className="matrix-own" title={title}>
                        <span className="unseen">{title}</span>
                      </td>
                    );
                  }
                  const n = amounts.get(`${row.member} ${column.member}`) ?? 0;
                  const title = `${t.overlaps.pair(nameOf(row.member).name, nameOf(column.member).name)} : ${write(n)}`;
                  const on = chosen?.includes(row.member) && chosen.includes(column.member);
                  return (
                    <td key={column.member}>
                      <button
                        type="button"
                        title={title}
                        aria-label={title}
                        aria-pressed={on === true}
                        disabled={n === 0}
                        style={{ background: shade(n) }}
                        onClick={() => onChoose(row.member, column.member)}
                      />
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {overlaps.members.length > most && <p className="soft">{t.overlaps.shownMost(most)}</p>}
    </>
  );
}

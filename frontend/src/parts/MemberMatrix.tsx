// Members against members: darker is more. A cell is a button; the diagonal is
// each member's own.
import { useComputedColorScheme } from "@mantine/core";
import { useWords } from "../i18n/words";
import { palettes } from "../theme/colors";
import { MemberDot, useMemberNames } from "./MemberName";

/** More members than this do not fit a panel: the first are kept. */
const most = 16;

interface Props {
  label: string;
  /** Slugs, in the order of rows and columns. */
  members: string[];
  amount: (row: string, column: string) => number;
  /** Writes an amount with its unit. */
  write: (amount: number) => string;
  /** What a cell says; on the diagonal, row and column are one. */
  title: (row: string, column: string, amount: number) => string;
  chosen?: (row: string, column: string) => boolean;
  onChoose: (row: string, column: string) => void;
}

export function MemberMatrix({ label, members, amount, write, title, chosen, onChoose }: Props) {
  const { t } = useWords();
  const nameOf = useMemberNames();
  const ramp = palettes[useComputedColorScheme("light", { getInitialValueInEffect: false })].depth;
  const kept = members.slice(0, most);
  const largest = Math.max(
    1,
    ...kept.flatMap((row) => kept.map((column) => (row === column ? 0 : amount(row, column)))),
  );
  // Square roots, so that small amounts still tell themselves from none.
  const shade = (n: number) =>
    n > 0
      ? ramp[Math.min(ramp.length - 1, Math.floor(Math.sqrt(n / largest) * (ramp.length - 0.01)))]
      : "transparent";
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard */}
      <section className="matrix-scroll" tabIndex={0} aria-label={label}>
        <table className="matrix">
          <thead>
            <tr>
              <td />
              {kept.map((slug, i) => (
                <th key={slug} scope="col" title={nameOf(slug).name}>
                  <span className="unseen">{nameOf(slug).name}</span>
                  <span aria-hidden="true">{i + 1}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {kept.map((row, i) => (
              <tr key={row}>
                <th scope="row" title={nameOf(row).name}>
                  <span className="matrix-name">
                    <span className="soft" aria-hidden="true">
                      {i + 1}
                    </span>
                    <MemberDot color={nameOf(row).color} />
                    <span>{nameOf(row).name}</span>
                  </span>
                </th>
                {kept.map((column) => {
                  const n = amount(row, column);
                  const said = title(row, column, n);
                  if (row === column) {
                    return (
                      <td key={column} className="matrix-own" title={said}>
                        <span className="unseen">{said}</span>
                      </td>
                    );
                  }
                  return (
                    <td key={column}>
                      <button
                        type="button"
                        title={said}
                        aria-label={said}
                        aria-pressed={chosen ? chosen(row, column) : undefined}
                        disabled={n === 0}
                        style={{ background: shade(n) }}
                        onClick={() => onChoose(row, column)}
                      />
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className="matrix-scale soft">
        <span>{write(0)}</span>
        <span className="matrix-ramp" aria-hidden="true">
          {["transparent", ...ramp].map((color) => (
            <span key={color} style={{ background: color }} />
          ))}
        </span>
        <span>{write(largest)}</span>
        <span className="matrix-rule">{t.overlaps.scale}</span>
      </p>
      {members.length > most && <p className="soft">{t.overlaps.shownMost(most)}</p>}
    </>
  );
}

// One member's line of a quarter, in full.
import type { LedgerLine } from "../../api/ledger";
import { useWords } from "../../i18n/words";
import { MemberName } from "../../parts/MemberName";

export function OneMember({ of, line }: { of: string; line: LedgerLine | undefined }) {
  const { t } = useWords();
  return (
    <section className="detail" aria-labelledby="ledger-of">
      <h2 id="ledger-of">
        <MemberName slug={of} />
      </h2>
      {line ? <Figures line={line} /> : <p className="notice">{t.ledger.notThen}</p>}
    </section>
  );
}

function Figures({ line }: { line: LedgerLine }) {
  const { t, f } = useWords();
  const rows = [
    [t.contributions.shapley, t.contributions.shapleyHelp, line.shapley],
    [t.contributions.reach, t.contributions.reachHelp, line.reach],
    [t.contributions.unique, t.contributions.uniqueHelp, line.unique],
    [t.contributions.given, t.contributions.givenHelp, line.given],
    [t.contributions.received, t.contributions.receivedHelp, line.received],
    [
      t.ledger.cumulated,
      t.ledger.cumulatedHelp(line.quarters, f.number(line.quarters)),
      line.cumulated,
    ],
  ] as const;
  return (
    <>
      <table className="plain">
        <tbody>
          {rows.map(([label, help, amount]) => (
            <tr key={label}>
              <th scope="row">
                {label} <span className="rows-more">{help}</span>
              </th>
              <td className="num">{f.weight(amount.weight)}</td>
              <td className="num soft">{f.km2(amount.km2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="soft">
        {line.confirmed_on
          ? t.contributions.confirmed(f.date(line.confirmed_on))
          : t.contributions.unconfirmed}
      </p>
    </>
  );
}

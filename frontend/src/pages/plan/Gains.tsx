// What a plan opens to each member.
import type { Schemas } from "../../api/client";
import { useWords } from "../../i18n/words";
import { MemberName } from "../../parts/MemberName";

interface Props {
  members: Schemas["PlanGain"][];
  objective: Schemas["PlanRequest"]["objective"];
}

export function Gains({ members, objective }: Props) {
  const { t, f } = useWords();
  const rows = [...members].sort((a, b) => b.gain - a.gain);
  const most = rows[0]?.gain ?? 0;
  return (
    <section className="legend" aria-labelledby="plan-gains">
      <h2 id="plan-gains">
        {t.plan.gains} <span className="soft">{t.plan.gainsHelp}</span>
      </h2>
      {objective === "reach" || rows.length === 0 ? (
        <p className="soft">{t.plan.gainsNone}</p>
      ) : (
        <table>
          <tbody>
            {rows.map(({ member, gain }) => (
              <tr key={member}>
                <th scope="row">
                  <MemberName slug={member} />
                </th>
                <td className="legend-bar" aria-hidden="true">
                  <span
                    className="plan-gain"
                    style={{ width: `${most > 0 ? (gain / most) * 100 : 0}%` }}
                  />
                </td>
                <td className="num">{f.signed(gain)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

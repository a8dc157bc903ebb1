// What an upload does to the member's reach and to the pool, with the legend of
// what the map shows of it.
import type { Schemas, Upload } from "../../api/client";
import { useUploadChanges } from "../../api/uploads";
import { useWords } from "../../i18n/words";
import { ChangeLegend } from "../../parts/ChangeLegend";
import { MemberName } from "../../parts/MemberName";

/** Communes shown of the effect, the largest. */
const shown = 8;

export function Effect({ upload }: { upload: Upload }) {
  const { t, f } = useWords();
  const { effect, exchange } = upload;
  const map = useUploadChanges(upload).data;
  if (!effect) return <ChangeLegend map={map} />;
  const km2 = (n: number) => signed(n, f.km2);
  const weight = (n: number) => signed(n, (m) => f.weight(m));
  return (
    <section className="detail">
      <h2>{t.lists.effect}</h2>
      {effect.km2 === 0 ? (
        <p className="soft">{t.lists.effectNone}</p>
      ) : (
        <p className="effect">
          <b>{weight(effect.weight)}</b> <span className="soft">{km2(effect.km2)}</span>
        </p>
      )}
      <ChangeLegend map={map} />
      {effect.units.length > 0 && (
        <table className="plain">
          <tbody>
            {effect.units.slice(0, shown).map((unit) => (
              <tr key={unit.code}>
                <th scope="row">{unit.name}</th>
                <td className="num">{weight(unit.weight)}</td>
                <td className="num soft">{km2(unit.km2)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {effect.units.length > shown && <p className="soft">{t.intake.mostUnits(f.number(shown))}</p>}
      {exchange && (exchange.pool.km2 !== 0 || exchange.overlaps.length > 0) && (
        <>
          <h2>{t.intake.exchange}</h2>
          <p className="effect">
            {t.intake.pool} <b>{weight(exchange.pool.weight)}</b>{" "}
            <span className="soft">{km2(exchange.pool.km2)}</span>
          </p>
          <Members title={t.intake.overlaps} of={exchange.overlaps} weight={weight} km2={km2} />
          <Members title={t.intake.openings} of={exchange.openings} weight={weight} km2={km2} />
        </>
      )}
    </section>
  );
}

function signed(n: number, write: (n: number) => string): string {
  if (n === 0) return write(0);
  return n > 0 ? `+\u00a0${write(n)}` : `−\u00a0${write(-n)}`;
}

interface MembersProps {
  title: string;
  of: Schemas["MemberEffect"][];
  weight: (n: number) => string;
  km2: (n: number) => string;
}

function Members({ title, of, weight, km2 }: MembersProps) {
  if (of.length === 0) return null;
  return (
    <table className="plain">
      <caption>{title}</caption>
      <tbody>
        {of.slice(0, 8).map((one) => (
          <tr key={one.member}>
            <th scope="row">
              <MemberName slug={one.member} />
            </th>
            <td className="num">{weight(one.weight)}</td>
            <td className="num soft">{km2(one.km2)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

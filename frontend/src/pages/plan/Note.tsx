// Two pages to print: what the plan wins and where; its zones and its conditions.
import type { Plan, PlanPick } from "../../api/plans";
import { useWords } from "../../i18n/words";
import { SourceLine } from "../../parts/SourceLine";
import { Certificate } from "./Certificate";
import { Conditions } from "./Conditions";
import { Gains } from "./Gains";
import { Hypothesis } from "./Hypothesis";

/** As many zones as the second page holds, in two columns once they are many. */
const most = 36;
const many = 12;

export function Note({ plan, map }: { plan: Plan; map: string }) {
  const { t, f } = useWords();
  const costs = plan.request.budget.share !== undefined;
  const shown = plan.picks.slice(0, most);
  const half = Math.ceil(shown.length / 2);
  const columns = shown.length > many ? [shown.slice(0, half), shown.slice(half)] : [shown];
  const rest = plan.picks.length - shown.length;
  return (
    <article className="note">
      <section>
        <p className="soft">
          {t.name} · {t.plan.note.title}
        </p>
        <h1>{plan.name}</h1>
        <p className="soft">
          {t.plan.note.made(f.date(new Date().toISOString()))} ·{" "}
          {t.plan.by(plan.author, f.moment(plan.created_at))}
        </p>
        <p className="note-figure">
          {costs ? f.euros(plan.value) : `+\u00a0${f.weight(plan.value)}`}{" "}
          <span>{costs ? t.plan.won.cost : t.plan.won[plan.request.objective]}</span>
        </p>
        <p>
          {[
            t.plan.picksCount(plan.picks.length, f.number(plan.picks.length)),
            plan.cost !== undefined && t.plan.costs(f.euros(plan.cost)),
            plan.won !== undefined &&
              plan.winnable &&
              t.plan.ofWinnable(f.percent(plan.won / plan.winnable), f.weight(plan.winnable)),
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
        <Hypothesis suppose={plan.request.suppose} />
        <Certificate plan={plan} costs={costs} fair={plan.request.objective === "fair"} />
        <figure>
          {map && <img src={map} alt={t.plan.note.map} />}
          <figcaption className="soft">{t.plan.note.map}</figcaption>
        </figure>
        <SourceLine />
      </section>
      <section>
        <h2>{t.plan.picks}</h2>
        <div className="note-columns">
          {columns.map((picks, column) => (
            <Zones
              key={picks[0]?.candidate}
              picks={picks}
              from={column * (columns[0]?.length ?? 0)}
            />
          ))}
        </div>
        {rest > 0 && <p className="soft">{t.plan.note.others(rest, f.number(rest))}</p>}
        {(plan.members?.length ?? 0) > 0 && (
          <Gains members={plan.members ?? []} objective={plan.request.objective} />
        )}
        <Conditions plan={plan} />
      </section>
    </article>
  );
}

/** Zones in their order, from a rank on. */
function Zones({ picks, from }: { picks: PlanPick[]; from: number }) {
  const { t, f } = useWords();
  return (
    <table className="plain note-picks">
      <thead>
        <tr>
          <th scope="col">{t.plan.pick.zone}</th>
          <th scope="col" className="num">
            {t.plan.pick.gain}
          </th>
          <th scope="col" className="num">
            {t.plan.pick.cost}
          </th>
        </tr>
      </thead>
      <tbody>
        {picks.map((pick, i) => (
          <tr key={pick.candidate}>
            <th scope="row">
              {from + i + 1}. {pick.name || pick.candidate}
            </th>
            <td className="num">{f.signed(pick.gain)}</td>
            <td className="num">{pick.cost === null ? "–" : f.euros(pick.cost)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

// Two plans side by side: their figures, and which zones they share.
import { type Plan, type PlanPick, usePlan } from "../../api/plans";
import { useWords } from "../../i18n/words";
import { Answered } from "../../parts/Answered";
import { supposes } from "../../plan/draft";
import { compared } from "../../plan/swap";
import { cut } from "./Certificate";
import { useSupposed } from "./Hypothesis";

export function Versus({ plan, id }: { plan: Plan; id: number }) {
  const other = usePlan(id);
  return (
    <Answered query={{ ...other, isPlaceholderData: false }}>
      {(data) => <Compared plans={[plan, data]} />}
    </Answered>
  );
}

/** Whether inhabitants count once, or once for each member. */
const countedBy = (plan: Plan) => (plan.request.objective === "reach" ? "reach" : "openings");

function Compared({ plans }: { plans: [Plan, Plan] }) {
  const { t, f } = useWords();
  const [a, b] = plans;
  const supposed = [useSupposed(a.request.suppose), useSupposed(b.request.suppose)];
  const supposedOf = (plan: Plan) => supposed[plan === a ? 0 : 1] ?? [];
  const { both, first, second } = compared(a.picks, b.picks);
  const rows: [string, (plan: Plan) => string][] = [
    [t.plan.objectiveRow, (p) => t.plan.objectives[p.request.objective]],
    [
      t.plan.value,
      (p) => (p.won === undefined ? "–" : `${f.weight(p.won)} ${t.plan.won[countedBy(p)]}`),
    ],
    [t.plan.zonesRow, (p) => f.number(p.picks.length)],
    [t.plan.costRow, (p) => (p.cost === undefined ? "–" : f.euros(p.cost))],
    [t.plan.certificate, (p) => (p.optimal ? t.plan.best : `≥ ${f.percent(cut(p.share_of_best))}`)],
  ];
  if (plans.some((p) => supposes(p.request.suppose)))
    rows.push([t.suppose.hypothesis, (p) => supposedOf(p).join(" · ") || "–"]);
  return (
    <section className="detail" aria-labelledby="plan-versus">
      <h2 id="plan-versus">{t.plan.versus}</h2>
      <table className="plain plan-versus">
        <thead>
          <tr>
            <td />
            {plans.map((plan) => (
              <th key={plan.id} scope="col" className="num">
                {plan.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([label, value]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {plans.map((plan) => (
                <td key={plan.id} className="num">
                  {value(plan)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {countedBy(a) !== countedBy(b) && <p className="soft">{t.plan.countedApart}</p>}
      <Named label={`${t.plan.both} (${f.number(both.length)})`} picks={both} />
      <Named label={`${t.plan.onlyIn(a.name)} (${f.number(first.length)})`} picks={first} />
      <Named label={`${t.plan.onlyIn(b.name)} (${f.number(second.length)})`} picks={second} />
    </section>
  );
}

function Named({ label, picks }: { label: string; picks: PlanPick[] }) {
  if (picks.length === 0) return null;
  return (
    <p>
      <b>{label}</b>
      <br />
      <span className="soft">{picks.map((pick) => pick.name || pick.candidate).join(", ")}</span>
    </p>
  );
}

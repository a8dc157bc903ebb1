// Under which conditions a plan was made: all that changes it.
import type { ReactNode } from "react";
import type { Plan } from "../../api/plans";
import { useWords } from "../../i18n/words";
import { useMemberNames } from "../../parts/MemberName";
import { useSupposed } from "./Hypothesis";

export function Conditions({ plan }: { plan: Plan }) {
  const { t, f } = useWords();
  const { request } = plan;
  const nameOf = useMemberNames();
  const supposed = useSupposed(request.suppose);
  const named = (codes: string[]) =>
    codes
      .map((code) => plan.picks.find((pick) => pick.candidate === code)?.name || code)
      .join(", ");
  const { budget, cost } = request;
  const source = [
    request.from === "units"
      ? (t.kindsMany[request.unit ?? ""] ?? request.unit)
      : request.from === "file"
        ? plan.list_name
        : t.plan.sources[request.from],
    request.radius_km &&
      t.extents.radius(f.number(request.radius_km, request.radius_km % 1 ? 1 : 0)),
    request.min_km2 && `≥ ${f.km2(request.min_km2)}`,
  ];
  const rows: [string, ReactNode][] = [
    [
      t.plan.candidatesRow,
      [...source, plan.candidates && f.number(plan.candidates)].filter(Boolean).join(" · "),
    ],
    [t.plan.objectiveRow, t.plan.objectives[request.objective]],
    [
      t.plan.budgetRow,
      budget.share !== undefined
        ? t.plan.budgetOf.share(f.percent(budget.share))
        : [
            budget.zones !== undefined && t.plan.picksCount(budget.zones, f.number(budget.zones)),
            budget.eur !== undefined && f.euros(budget.eur),
          ]
            .filter(Boolean)
            .join(", "),
    ],
    [
      t.plan.cost,
      cost &&
        Object.values(cost).some((n) => n > 0) &&
        `${f.euros(cost.door_eur ?? 0)} + km × ${f.euros(cost.per_km_eur ?? 0)} + ${f.euros(cost.monthly_eur ?? 0)} × ${f.number(cost.months ?? 0)}`,
    ],
    [t.plan.pinned, request.require?.length && named(request.require)],
    [t.plan.banned, request.exclude?.length && named(request.exclude)],
    [
      t.plan.limits,
      request.caps?.map((cap) => `${f.number(cap.max)} / ${t.plan.caps[cap.by]}`).join(", "),
    ],
    [
      t.plan.secondPath,
      request.second_path &&
        [f.number(request.second_path, 2), request.no_first_path && t.plan.noFirstPath]
          .filter(Boolean)
          .join(" · "),
    ],
    [
      t.filters.members,
      request.members?.length && request.members.map((slug) => nameOf(slug).name).join(", "),
    ],
    [t.suppose.hypothesis, supposed.join(" · ")],
    [t.filters.technologies, request.technologies?.map((name) => t.technologies[name]).join(", ")],
    [t.filters.layer, request.layer],
    [t.filters.day, request.as_of && f.date(request.as_of)],
    [t.filters.statuses, request.statuses?.map((name) => t.statuses[name]).join(", ")],
  ];
  return (
    <section className="detail plan-conditions" aria-label={t.plan.note.conditions}>
      <h2>{t.plan.note.conditions}</h2>
      <table className="plain">
        <tbody>
          {rows
            .filter(([, value]) => value)
            .map(([label, value]) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td>{value}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  );
}

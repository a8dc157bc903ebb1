// The plans that were kept; one of them; two of them side by side.
import { Button } from "@mantine/core";
import { useAddress } from "../../address/useAddress";
import { useMay } from "../../api/may";
import { type Plan, usePlan, usePlans } from "../../api/plans";
import { useWords } from "../../i18n/words";
import { Answered } from "../../parts/Answered";
import { Head } from "../../parts/Head";
import { More } from "../../parts/More";
import { SourceLine } from "../../parts/SourceLine";
import { Weighed } from "../../parts/Weighed";
import { cut } from "./Certificate";
import { KeptPlan } from "./KeptPlan";
import { Sections } from "./Sections";

export function PlansPage() {
  const { t } = useWords();
  const { address } = useAddress();
  const may = useMay();
  if (may.planning && address.plan !== null) return <OnePlan id={address.plan} />;
  return (
    <section className="page plan-page">
      <Head title={t.plan.kept} lead={t.plan.lead} />
      {may.planning ? (
        <>
          <Sections />
          <PlanList />
        </>
      ) : (
        <p className="notice">{t.plan.notYours}</p>
      )}
      <SourceLine />
    </section>
  );
}

function OnePlan({ id }: { id: number }) {
  const plan = usePlan(id);
  return (
    <Weighed layer={plan.data?.request.layer ?? ""}>
      <section className="page plan-page">
        <Answered query={{ ...plan, isPlaceholderData: false }}>
          {(data) => <KeptPlan key={data.id} plan={data} />}
        </Answered>
        <SourceLine />
      </section>
    </Weighed>
  );
}

function PlanList() {
  const { t } = useWords();
  const { go } = useAddress();
  const plans = usePlans();
  return (
    <Answered query={{ ...plans, isPlaceholderData: false }}>
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items);
        if (items.length === 0)
          return (
            <div className="begin">
              <p>{t.plan.emptyKept}</p>
              <Button onClick={() => go({ view: "plan" })}>{t.plan.toStudio}</Button>
            </div>
          );
        return (
          <>
            <ul className="entries plan-list">
              {items.map((plan) => (
                <Weighed key={plan.id} layer={plan.request.layer ?? ""}>
                  <Line plan={plan} />
                </Weighed>
              ))}
            </ul>
            <More query={plans} />
          </>
        );
      }}
    </Answered>
  );
}

function Line({ plan }: { plan: Plan }) {
  const { t, f } = useWords();
  const { go } = useAddress();
  const costs = plan.request.budget.share !== undefined;
  const known = plan.state === "done" || plan.state === "stopped" || plan.progress !== undefined;
  return (
    <li>
      <button type="button" onClick={() => go({ plan: plan.id })}>
        <span className="entry-name">{plan.name}</span>
        <span className="num">
          {plan.state === "failed"
            ? t.plan.states.failed
            : !known
              ? t.plan.running
              : costs
                ? f.euros(plan.value)
                : `+\u00a0${f.weight(plan.value)}`}
        </span>
        <span className="soft">{t.plan.by(plan.author, f.moment(plan.created_at))}</span>
        <span className="num soft">
          {plan.state === "running"
            ? t.plan.running
            : plan.state !== "failed" && f.percent(cut(plan.share_of_best))}
        </span>
      </button>
    </li>
  );
}

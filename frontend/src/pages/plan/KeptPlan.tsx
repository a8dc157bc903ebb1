// A kept plan: how far the work is, what came of it, what can be done with it.
import { Button, Menu, NativeSelect, Progress } from "@mantine/core";
import { IconDownload, IconPlayerStop, IconPrinter } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useAddress } from "../../address/useAddress";
import { useMay } from "../../api/may";
import {
  type Plan,
  picksPath,
  usePlans,
  useRemovePlan,
  useStopPlan,
  wholeRequest,
} from "../../api/plans";
import { useWords } from "../../i18n/words";
import { Back } from "../../parts/Back";
import { Refusal } from "../../parts/Refusal";
import { Sure } from "../../parts/Sure";
import { draftOf, putDraft, supposes } from "../../plan/draft";
import { PutToMembers } from "../proposals/PutToMembers";
import { Conditions } from "./Conditions";
import { Gains } from "./Gains";
import { Hypothesis } from "./Hypothesis";
import { KeptCurve } from "./KeptCurve";
import { Outcome } from "./Outcome";
import { Picks } from "./Picks";
import { PlanTitle } from "./PlanTitle";
import { usePrintNote } from "./usePrintNote";
import { Versus } from "./Versus";

export function KeptPlan({ plan }: { plan: Plan }) {
  const { t, f } = useWords();
  const { address, go } = useAddress();
  const may = useMay();
  const running = plan.state === "running";
  // One that supposes a candidate would tell the members of it.
  const hypothetical = supposes(plan.request.suppose);
  const known = !running || plan.progress !== undefined;
  return (
    <>
      <Back onClick={() => go({ plan: null, against: null })}>{t.plan.back}</Back>
      <PlanTitle plan={plan} />
      <p className="soft plan-by">
        {t.plan.by(plan.author, f.moment(plan.created_at))} · {t.plan.states[plan.state]}
      </p>
      <Hypothesis suppose={plan.request.suppose} />
      {running && <Work plan={plan} />}
      {plan.state === "failed" ? (
        <p className="refusal" role="alert">
          {plan.failure ?? t.plan.states.failed}
        </p>
      ) : (
        known && <Outcome plan={plan} request={plan.request} />
      )}
      {!running && plan.state !== "failed" && (
        <>
          <Doings plan={plan} />
          {address.against !== null && address.against !== plan.id && (
            <Versus plan={plan} id={address.against} />
          )}
          <KeptCurve plan={plan} />
          <Picks picks={plan.picks} />
          <Gains members={plan.members ?? []} objective={plan.request.objective} />
        </>
      )}
      {may.plan &&
        plan.member === undefined &&
        !running &&
        plan.picks.length > 0 &&
        !hypothetical && <PutToMembers plan={plan} />}
      <Conditions plan={plan} />
      <Leave plan={plan} />
    </>
  );
}

function Work({ plan }: { plan: Plan }) {
  const { t, f } = useWords();
  const stop = useStopPlan();
  const total = plan.request.seconds || 10;
  const spent = plan.progress?.seconds ?? 0;
  return (
    <div className="plan-work">
      <Progress value={Math.min(100, (spent / total) * 100)} animated aria-label={t.plan.running} />
      <p className="soft num" role="status">
        {t.plan.progress(f.number(spent, 1), f.number(total))}
      </p>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPlayerStop size={14} aria-hidden="true" />}
        loading={stop.isPending}
        disabled={stop.isSuccess}
        onClick={() => stop.mutate(plan.id)}
      >
        {stop.isSuccess ? t.plan.stopping : t.plan.stop}
      </Button>
      <Refusal error={stop.error} />
    </div>
  );
}

function Doings({ plan }: { plan: Plan }) {
  const { t } = useWords();
  const { address, go } = useAddress();
  const plans = usePlans();
  const note = usePrintNote(plan);
  const others = (plans.data?.pages ?? [])
    .flatMap((page) => page.items)
    .filter((other) => other.id !== plan.id && ["done", "stopped"].includes(other.state));
  return (
    <>
      <div className="actions plan-doings">
        <Menu position="bottom-start" withinPortal>
          <Menu.Target>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconDownload size={14} aria-hidden="true" />}
            >
              {t.plan.export}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {(["xlsx", "csv", "geojson"] as const).map((format) => (
              <Menu.Item
                key={format}
                component="a"
                href={picksPath(plan.id, format)}
                download={`plan-${plan.id}.${format}`}
              >
                {t.plan.exports[format]}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPrinter size={14} aria-hidden="true" />}
          onClick={note.print}
        >
          {t.plan.print}
        </Button>
      </div>
      <NativeSelect
        size="xs"
        label={t.plan.compare}
        {...(others.length === 0 ? { description: t.plan.noOther } : {})}
        disabled={others.length === 0}
        value={String(address.against ?? "")}
        data={[
          { value: "", label: t.plan.compareNone },
          ...others.map((other) => ({ value: String(other.id), label: other.name })),
        ]}
        onChange={(event) =>
          go({ against: Number(event.currentTarget.value) || null }, { replace: true })
        }
      />
      {note.page}
    </>
  );
}

function Leave({ plan }: { plan: Plan }) {
  const { t } = useWords();
  const { go } = useAddress();
  const remove = useRemovePlan();
  const reopen = useMutation({
    mutationFn: () => wholeRequest(plan.id),
    onSuccess: (request) => {
      putDraft(draftOf(request, new Map(plan.picks.map((p) => [p.candidate, p.name]))));
      go({
        view: "plan",
        plan: null,
        against: null,
        technologies: request.technologies ?? [],
        statuses: request.statuses ?? [],
        territory: request.territory ?? "",
        layer: request.layer === "population" ? "" : (request.layer ?? ""),
        day: request.as_of ?? "",
      });
    },
  });
  return (
    <div className="actions plan-leave">
      <Button
        size="xs"
        variant="default"
        loading={reopen.isPending}
        onClick={() => reopen.mutate()}
      >
        {t.plan.reopen}
      </Button>
      <Sure
        size="xs"
        label={t.plan.remove}
        of={plan.name}
        warning={t.plan.removeWarning}
        pending={remove.isPending}
        onSure={() =>
          remove.mutate(plan.id, { onSuccess: () => go({ plan: null, against: null }) })
        }
      />
      <Refusal error={remove.error ?? reopen.error} />
    </div>
  );
}

// The studio: a question, a budget, and the plan that comes at once.
import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useMay } from "../../api/may";
import { useCandidates, useCurve, usePreview } from "../../api/plans";
import { useWords } from "../../i18n/words";
import { Filters } from "../../panel/Filters";
import { Announce } from "../../parts/Announce";
import { Answered } from "../../parts/Answered";
import { OnceBegun } from "../../parts/Begin";
import { Head } from "../../parts/Head";
import { SourceLine } from "../../parts/SourceLine";
import { type Named, putDraft, useDraft } from "../../plan/draft";
import { useQuestion } from "../../plan/shown";
import { type Before, sameBut } from "../../plan/swap";
import { BudgetSlider } from "./BudgetSlider";
import { cut } from "./Certificate";
import { BudgetCurve } from "./CurveSection";
import { Gains } from "./Gains";
import { Hypothesis } from "./Hypothesis";
import { Outcome } from "./Outcome";
import { Picks } from "./Picks";
import { Question } from "./Question";
import { Sections } from "./Sections";
import { Start } from "./Start";
import { Swap } from "./Swap";
import { useEnds } from "./useEnds";

export function StudioPage() {
  const { t } = useWords();
  const may = useMay();
  return (
    <section className="page plan-page">
      <Head title={t.plan.title} lead={t.plan.lead} />
      {may.planning ? (
        <OnceBegun>
          <Sections />
          <Question />
          <Filters members={false} />
          <Studio />
        </OnceBegun>
      ) : (
        <p className="notice">{t.plan.notYours}</p>
      )}
      <SourceLine />
    </section>
  );
}

function Studio() {
  const { t, f } = useWords();
  const draft = useDraft();
  const request = useQuestion();
  const preview = usePreview(request);
  const candidates = useCandidates(request);
  const ends = useEnds(candidates.data);
  const [before, setBefore] = useState<Before | null>(null);
  const { kind } = draft.budget;
  const curve = useCurve(request);
  if (!request) return <p className="notice">{t.plan.fileNeeded}</p>;

  const without = (list: Named[], { code }: Named) => list.filter((one) => one.code !== code);
  const change = {
    pin: (pick: Named) => putDraft({ pinned: [...without(draft.pinned, pick), pick] }),
    unpin: (pick: Named) => putDraft({ pinned: without(draft.pinned, pick) }),
    ban: (pick: Named) => {
      if (preview.data)
        setBefore({
          out: pick,
          request: {
            ...request,
            require: draft.pinned.map((p) => p.code).filter((code) => code !== pick.code),
          },
          picks: preview.data.picks,
          value: preview.data.value,
        });
      putDraft({
        pinned: without(draft.pinned, pick),
        banned: [...without(draft.banned, pick), pick],
      });
    },
  };
  const unban = (pick: Named) => {
    if (before?.out.code === pick.code) setBefore(null);
    putDraft({ banned: without(draft.banned, pick) });
  };
  return (
    <>
      {candidates.data && (
        <p className="soft plan-count">
          {t.plan.candidates(candidates.data.count, f.number(candidates.data.count))}
          {candidates.data.count > candidates.data.items.length &&
            ` · ${t.plan.candidatesMapped(f.number(candidates.data.items.length))}`}
        </p>
      )}
      <BudgetSlider ends={ends} />
      <Answered query={preview}>
        {(data) => (
          <div className="answered">
            <Announce text={t.plan.atLeast(f.percent(cut(data.share_of_best)))} />
            <Hypothesis suppose={request.suppose} />
            <Outcome plan={data} request={request} />
            <Chips label={t.plan.pinned} named={draft.pinned} onRemove={change.unpin} />
            <Chips label={t.plan.banned} named={draft.banned} onRemove={unban} />
            {before && sameBut(before.request, request) && !preview.isPlaceholderData && (
              <Swap before={before} after={data} onTake={change.pin} />
            )}
            {curve.data && (
              <BudgetCurve
                curve={curve.data}
                end={kind === "share" ? undefined : Math.max(ends[kind], draft.budget[kind])}
                at={kind === "share" ? data.cost : draft.budget[kind]}
              />
            )}
            <Picks picks={data.picks} change={change} />
            <Gains members={data.members} objective={request.objective} />
          </div>
        )}
      </Answered>
      {preview.data && !preview.error && <Start request={request} />}
    </>
  );
}

function Chips({
  label,
  named,
  onRemove,
}: {
  label: string;
  named: Named[];
  onRemove: (one: Named) => void;
}) {
  const { t } = useWords();
  if (named.length === 0) return null;
  return (
    <div className="plan-chips">
      <span className="soft">{label}</span>
      <ul className="chips">
        {named.map((one) => (
          <li key={one.code}>
            {one.name}
            <ActionIcon
              size="xs"
              variant="subtle"
              color="gray"
              aria-label={`${label} : ${t.plan.takeBack(one.name)}`}
              onClick={() => onRemove(one)}
            >
              <IconX size={12} aria-hidden="true" />
            </ActionIcon>
          </li>
        ))}
      </ul>
    </div>
  );
}

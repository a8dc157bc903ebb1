// One proposal: what it would win, the member's sealed voice, and the result once closed.
import { Button, Radio, Textarea } from "@mantine/core";
import { useState } from "react";
import { useAddress } from "../../address/useAddress";
import { useMay } from "../../api/may";
import {
  type Interest,
  interests,
  type Proposal,
  usePutVoice,
  useWithdraw,
} from "../../api/proposals";
import { useWords } from "../../i18n/words";
import { mapGoTo } from "../../map/commands";
import { Back } from "../../parts/Back";
import { Figure } from "../../parts/Figure";
import { Head } from "../../parts/Head";
import { MemberName } from "../../parts/MemberName";
import { Refusal } from "../../parts/Refusal";
import { Sure } from "../../parts/Sure";
import type { Objective } from "../../plan/draft";
import { cut } from "../plan/Certificate";
import { Gains } from "../plan/Gains";

export function OneProposal({ proposal }: { proposal: Proposal }) {
  const { t, f } = useWords();
  const { go } = useAddress();
  const may = useMay();
  const withdraw = useWithdraw(proposal.id);
  const when = ({ closes_at, closed_at, closed_by, withdrawn_at, quorum }: Proposal) => {
    if (withdrawn_at) return [t.proposals.on(f.moment(withdrawn_at))];
    if (closed_at && closed_by)
      return [t.proposals.on(f.moment(closed_at)), t.proposals.closedBy[closed_by]];
    return [t.proposals.closes(f.moment(closes_at)), quorum && t.proposals.quorum(quorum)];
  };
  const { state, own_gain: own } = proposal;
  // By the plan's own objective: openings count each inhabitant once a member.
  const won = t.plan.won[proposal.objective as Objective] ?? t.proposals.pool;
  return (
    <>
      <Back onClick={() => go({ proposal: null })}>{t.proposals.back}</Back>
      <Head title={proposal.title} />
      <p className="soft plan-by">
        {[t.proposals.states[state], ...when(proposal), t.proposals.voters(proposal.voters)]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {proposal.body && <p>{proposal.body}</p>}
      <div className="figures">
        {own !== undefined && <Figure value={f.signed(own)} of={t.proposals.own} />}
        <Figure small={own !== undefined} value={f.signed(proposal.gain)} of={won} />
      </div>
      <p className="soft">
        {[
          t.plan.picksCount(proposal.picks.length, f.number(proposal.picks.length)),
          typeof proposal.cost === "number" && t.plan.costs(f.euros(proposal.cost)),
          t.plan.atLeast(f.percent(cut(proposal.share_of_best))),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {state === "open" && <p className="soft">{t.proposals.sealed}</p>}
      {proposal.may_voice && <Voice proposal={proposal} />}
      {proposal.result && <Result proposal={proposal} />}
      <table className="plain proposal-picks">
        <thead>
          <tr>
            <th scope="col">{t.plan.pick.zone}</th>
            {own !== undefined && (
              <th scope="col" className="num">
                {t.proposals.own}
              </th>
            )}
            <th scope="col" className="num">
              {won}
            </th>
          </tr>
        </thead>
        <tbody>
          {proposal.picks.map((pick, i) => (
            <tr key={pick.candidate}>
              <th scope="row">
                <button
                  type="button"
                  title={t.plan.goTo(pick.name || pick.candidate)}
                  onClick={() => mapGoTo(pick.at as [number, number], 9)}
                >
                  {i + 1}. {pick.name || pick.candidate}
                </button>
              </th>
              {own !== undefined && (
                <td className="num">
                  {pick.own_gain === undefined ? "–" : f.signed(pick.own_gain)}
                </td>
              )}
              <td className="num">{f.signed(pick.gain)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {proposal.members && <Gains members={proposal.members} objective="openings" />}
      {may.plan && state === "open" && (
        <Sure
          size="xs"
          label={t.proposals.withdraw}
          warning={t.proposals.withdrawWarning}
          pending={withdraw.isPending}
          onSure={() => withdraw.mutate(undefined)}
        />
      )}
      <Refusal error={withdraw.error} />
    </>
  );
}

function Voice({ proposal }: { proposal: Proposal }) {
  const { t, f } = useWords();
  const put = usePutVoice(proposal.id);
  const [interest, setInterest] = useState<Interest | null>(proposal.voice?.interest ?? null);
  const [note, setNote] = useState(proposal.voice?.note ?? "");
  return (
    <form
      className="form plan-question"
      onSubmit={(event) => {
        event.preventDefault();
        if (interest) put.mutate({ interest, note });
      }}
    >
      <Radio.Group
        label={t.proposals.voice}
        value={interest ?? ""}
        onChange={(value) => setInterest(value as Interest)}
      >
        <div className="choice-options">
          {interests.map((one) => (
            <Radio key={one} size="xs" value={one} label={t.proposals.interests[one]} />
          ))}
        </div>
      </Radio.Group>
      <Textarea
        size="xs"
        label={t.proposals.note}
        maxLength={1000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <div className="actions">
        <Button type="submit" size="xs" disabled={interest === null} loading={put.isPending}>
          {proposal.voice ? t.proposals.change : t.proposals.declare}
        </Button>
      </div>
      {proposal.voice && (
        <p className="soft" role="status">
          {t.proposals.declared(f.moment(proposal.voice.cast_at))}
        </p>
      )}
      <Refusal error={put.error} />
    </form>
  );
}

function Result({ proposal }: { proposal: Proposal }) {
  const { t, f } = useWords();
  const { result, voices } = proposal;
  if (!result) return null;
  return (
    <section className="legend" aria-labelledby="proposal-result">
      <h2 id="proposal-result">{t.proposals.result}</h2>
      <table>
        <tbody>
          {interests.map((one) => (
            <tr key={one}>
              <th scope="row">{t.proposals.interests[one]}</th>
              <td className="num">{f.number(result[one])}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul>
        {(voices ?? []).map((voice) => (
          <li key={voice.member}>
            <MemberName slug={voice.member} /> · {t.proposals.interests[voice.interest]}
            {voice.note && <span className="soft"> · {voice.note}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

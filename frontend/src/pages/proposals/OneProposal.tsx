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
import { Back } from "../../parts/Back";
import { Figure } from "../../parts/Figure";
import { Head } from "../../parts/Head";
import { MemberName } from "../../parts/MemberName";
import { Refusal } from "../../parts/Refusal";
import { Sure } from "../../parts/Sure";
import type { Objective } from "../../plan/draft";

export function OneProposal({ proposal }: { proposal: Proposal }) {
  const { t, f } = useWords();
  const { go } = useAddress();
  const may = useMay();
  const withdraw = useWithdraw(proposal.id);
  const { state, quorum, own_gain: own } = proposal;
  // By the plan's own objective: openings count each inhabitant once a member.
  const won = t.plan.won[proposal.objective as Objective] ?? t.proposals.pool;
  return (
    <>
      <Back onClick={() => go({ proposal: null })}>{t.proposals.back}</Back>
      <Head title={proposal.title} />
      <p className="soft plan-by">
        {[
          t.proposals.states[state],
          t.proposals.closes(f.moment(proposal.closes_at)),
          quorum && t.proposals.quorum(quorum),
          t.proposals.voters(proposal.voters),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {proposal.body && <p>{proposal.body}</p>}
      <div className="figures">
        {own !== undefined && <Figure value={f.signed(own)} of={t.proposals.own} />}
        <Figure small={own !== undefined} value={f.signed(proposal.gain)} of={won} />
      </div>
      {state === "open" && <p className="soft">{t.proposals.sealed}</p>}
      {proposal.may_voice && <Voice proposal={proposal} />}
      {proposal.result && <Result proposal={proposal} />}
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t.plan.pick.zone}</th>
            <th scope="col" className="num">
              {t.proposals.own}
            </th>
            <th scope="col" className="num">
              {won}
            </th>
          </tr>
        </thead>
        <tbody>
          {(proposal.picks ?? []).map((pick, i) => (
            <tr key={pick.candidate}>
              <th scope="row">
                {i + 1}. {pick.name || pick.candidate}
              </th>
              <td className="num">{pick.own_gain === undefined ? "–" : f.signed(pick.own_gain)}</td>
              <td className="num">{f.signed(pick.gain)}</td>
            </tr>
          ))}
        </tbody>
      </table>
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

// The bureau puts a plan to the members.
import { Button, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useAddress } from "../../address/useAddress";
import type { Plan } from "../../api/plans";
import { useAddProposal } from "../../api/proposals";
import { useWords } from "../../i18n/words";
import { Refusal } from "../../parts/Refusal";

export function PutToMembers({ plan }: { plan: Plan }) {
  const { t } = useWords();
  const { go } = useAddress();
  const add = useAddProposal();
  const [said, setSaid] = useState({ title: plan.name, body: "", closes: "", quorum: "" });
  const type = (change: Partial<typeof said>) => setSaid({ ...said, ...change });
  return (
    <details className="plan-more">
      <summary>{t.proposals.put}</summary>
      <form
        className="form plan-question"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate(
            {
              plan: plan.id,
              title: said.title.trim(),
              ...(said.body.trim() ? { body: said.body.trim() } : {}),
              closes_at: new Date(said.closes).toISOString(),
              ...(said.quorum ? { quorum: Number(said.quorum) } : {}),
            },
            {
              onSuccess: (made) =>
                go({ view: "proposals", proposal: made.id, plan: null, against: null }),
            },
          );
        }}
      >
        <TextInput
          size="xs"
          required
          maxLength={120}
          label={t.proposals.putTitle}
          value={said.title}
          onChange={(event) => type({ title: event.currentTarget.value })}
        />
        <Textarea
          size="xs"
          maxLength={5000}
          label={t.proposals.putBody}
          value={said.body}
          onChange={(event) => type({ body: event.currentTarget.value })}
        />
        <div className="plan-pair">
          <TextInput
            size="xs"
            required
            type="datetime-local"
            label={t.proposals.putCloses}
            value={said.closes}
            onChange={(event) => type({ closes: event.currentTarget.value })}
          />
          <TextInput
            size="xs"
            type="number"
            min={2}
            label={t.proposals.putQuorum}
            value={said.quorum}
            onChange={(event) => type({ quorum: event.currentTarget.value })}
          />
        </div>
        <p className="soft">{t.proposals.putHelp}</p>
        <div className="actions">
          <Button type="submit" size="xs" loading={add.isPending}>
            {t.proposals.put}
          </Button>
        </div>
        <Refusal error={add.error} />
      </form>
    </details>
  );
}

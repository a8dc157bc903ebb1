// The work that goes on at the server, and is kept under a name.
import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { useAddress } from "../../address/useAddress";
import { useAddPlan } from "../../api/plans";
import { useWords } from "../../i18n/words";
import { Refusal } from "../../parts/Refusal";
import { type PlanRequest, putDraft, useDraft } from "../../plan/draft";

const spans = [2, 10, 30, 60, 300, 600];

export function Start({ request }: { request: PlanRequest }) {
  const { t } = useWords();
  const { go } = useAddress();
  const { seconds } = useDraft();
  const add = useAddPlan();
  const [name, setName] = useState("");
  return (
    <form
      className="form plan-start"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate(
          { ...(name.trim() ? { name: name.trim() } : {}), request: { ...request, seconds } },
          { onSuccess: (plan) => go({ view: "plans", plan: plan.id }) },
        );
      }}
    >
      <h2>
        {t.plan.search} <span className="soft">{t.plan.searchHelp}</span>
      </h2>
      <div className="plan-start-line">
        <TextInput
          size="xs"
          label={t.plan.name}
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NativeSelect
          size="xs"
          label={t.plan.seconds}
          value={String(seconds)}
          data={[...new Set([...spans, seconds])]
            .sort((a, b) => a - b)
            .map((n) => ({ value: String(n), label: t.plan.secondsOf(n) }))}
          onChange={(event) => putDraft({ seconds: Number(event.currentTarget.value) })}
        />
        <Button type="submit" size="xs" loading={add.isPending}>
          {t.plan.start}
        </Button>
      </div>
      <Refusal error={add.error} />
    </form>
  );
}

// A plan's name, which can be changed.
import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useState } from "react";
import { type Plan, useRenamePlan } from "../../api/plans";
import { useWords } from "../../i18n/words";
import { Head } from "../../parts/Head";
import { Refusal } from "../../parts/Refusal";

export function PlanTitle({ plan }: { plan: Plan }) {
  const { t } = useWords();
  const rename = useRenamePlan();
  const [name, setName] = useState<string | null>(null);
  if (name === null) {
    return (
      <Head title={plan.name}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t.plan.rename}
          title={t.plan.rename}
          onClick={() => setName(plan.name)}
        >
          <IconPencil size={16} aria-hidden="true" />
        </ActionIcon>
      </Head>
    );
  }
  return (
    <form
      className="plan-start-line"
      onSubmit={(event) => {
        event.preventDefault();
        rename.mutate({ id: plan.id, name: name.trim() }, { onSuccess: () => setName(null) });
      }}
    >
      <h1 className="unseen">{plan.name}</h1>
      <TextInput
        size="xs"
        label={t.plan.name}
        required
        maxLength={120}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" size="xs" loading={rename.isPending} disabled={name.trim() === ""}>
        {t.plan.save}
      </Button>
      <Button size="xs" variant="default" onClick={() => setName(null)}>
        {t.members.cancel}
      </Button>
      <Refusal error={rename.error} />
    </form>
  );
}

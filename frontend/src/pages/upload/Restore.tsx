// A member's list as it was on an earlier day, prepared as an upload to look at.
import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useRestore } from "../../api/uploads";
import { useWords } from "../../i18n/words";
import { Trouble } from "../../parts/Trouble";

interface Props {
  slug: string;
  kind: "pops" | "zones";
  onChecked: (id: number) => void;
}

export function Restore({ slug, kind, onChecked }: Props) {
  const { t } = useWords();
  const [on, setOn] = useState("");
  const restore = useRestore(slug);
  return (
    <form
      className="restore"
      onSubmit={(event) => {
        event.preventDefault();
        if (on) restore.mutate({ kind, on }, { onSuccess: ({ id }) => onChecked(id) });
      }}
    >
      <p className="soft">{t.intake.restoreHelp}</p>
      <div className="actions">
        <TextInput
          type="date"
          size="xs"
          aria-label={t.intake.restoreOn}
          value={on}
          max={new Date().toISOString().slice(0, 10)}
          onChange={(event) => setOn(event.currentTarget.value)}
        />
        <Button type="submit" size="xs" disabled={!on} loading={restore.isPending}>
          {t.intake.restoreDo} ({kind === "pops" ? t.lists.popsNoun : t.lists.zonesNoun})
        </Button>
      </div>
      {restore.error && <Trouble error={restore.error} />}
    </form>
  );
}

// The values that have one problem, each with what would be right: offered, or
// chosen among the words that would do.
import { Button, NativeSelect } from "@mantine/core";
import type { Problem } from "../../api/uploads";
import { useWords } from "../../i18n/words";

interface Props {
  problem: Problem;
  open: boolean;
  pending: { isPending: boolean };
  mend: (value?: string, to?: string) => void;
}

/** Values shown of one problem; "mend all" and the table reach the others. */
const shown = 6;

export function Values({ problem, open, pending, mend }: Props) {
  const { t, f } = useWords();
  const words = useChoiceWords();
  const choices = problem.choices ?? [];
  const rest = problem.values.length - shown;
  return (
    <ul className="values">
      {problem.values.slice(0, shown).map(({ value, count, repair }) => (
        <li key={value}>
          <span className="value">
            {value === "" ? <i className="soft">{t.intake.blank}</i> : <q>{value}</q>}
            {count > 1 && <span className="soft num"> × {f.number(count)}</span>}
            {repair && (
              <span className="repair">
                {t.intake.becomes} <q>{repair}</q>
              </span>
            )}
          </span>
          {open && repair && (
            <Button
              size="compact-sm"
              variant="light"
              disabled={pending.isPending}
              aria-label={t.intake.mendOneOf(value)}
              onClick={() => mend(value)}
            >
              {t.intake.mendOne}
            </Button>
          )}
          {open && !repair && choices.length > 0 && (
            <NativeSelect
              size="xs"
              aria-label={t.intake.insteadOf(value || t.intake.blank)}
              disabled={pending.isPending}
              value=""
              onChange={(event) => mend(value, event.currentTarget.value)}
              data={[
                { value: "", label: t.intake.choose, disabled: true },
                ...choices.map((word) => ({ value: word, label: words[word] ?? word })),
              ]}
            />
          )}
        </li>
      ))}
      {rest > 0 && <li className="soft">{t.lists.more(rest, f.number(rest))}</li>}
    </ul>
  );
}

/** Words of the vocabularies in the reader's language. */
function useChoiceWords(): Record<string, string> {
  const { t } = useWords();
  return { ...t.popKinds, ...t.statuses, ...t.technologies, ...t.audience.names };
}

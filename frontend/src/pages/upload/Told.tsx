// What is wrong with the rows of one problem. Its words are those of its first
// row: where rows differ, that row is named with them.
import type { Problem } from "../../api/uploads";
import { useWords } from "../../i18n/words";

export function Told({ problem: { message, rows, values } }: { problem: Problem }) {
  const { t } = useWords();
  const first = rows[0];
  if (values.length < 2 || first === undefined) return message;
  return (
    <>
      <b>{t.intake.forLine(first)}</b> {message}
    </>
  );
}

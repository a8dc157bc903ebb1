import type { Status } from "../address/address";
import { useWords } from "../i18n/words";

/** A status: nothing to say of what is in service, a word for the rest. */
export function StatusMark({ status }: { status: Status }) {
  const { t } = useWords();
  if (status === "operational") return null;
  return <span className="tag tag-planned">{t.statuses[status]}</span>;
}

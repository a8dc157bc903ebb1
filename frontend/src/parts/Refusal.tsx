import { ApiError } from "../api/client";
import { useWords } from "../i18n/words";
import { Trouble } from "./Trouble";

/** A refusal in the reader's language where it is one of those that people meet. */
export function Refusal({ error }: { error: Error | null }) {
  const { t } = useWords();
  if (!error) return null;
  const problem = error instanceof ApiError ? error.problem : null;
  const told = t.access.refusals[problem?.fields?.[0]?.code ?? problem?.code ?? ""];
  return told ? (
    <p className="refusal" role="alert">
      {told}
    </p>
  ) : (
    <Trouble error={error} />
  );
}

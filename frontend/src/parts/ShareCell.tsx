import { useWords } from "../i18n/words";

/** A share in a table, with a thin bar that makes the column scannable. */
export function ShareCell({ share, color }: { share: number; color: string }) {
  const { f } = useWords();
  return (
    <span className="share-cell">
      {f.percent(share)}
      <span className="share-bar" aria-hidden="true">
        <span style={{ width: `${Math.min(1, share) * 100}%`, background: color }} />
      </span>
    </span>
  );
}

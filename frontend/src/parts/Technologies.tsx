import type { Technology } from "../address/address";
import { useWords } from "../i18n/words";

export function Technologies({ of }: { of: readonly Technology[] }) {
  const { t } = useWords();
  return (
    <span className="technologies">
      {of.map((name) => (
        <span key={name} className="technology">
          {t.technologies[name]}
        </span>
      ))}
    </span>
  );
}

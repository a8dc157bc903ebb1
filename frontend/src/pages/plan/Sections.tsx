// Between the studio and what came of it.
import type { View } from "../../address/address";
import { useAddress } from "../../address/useAddress";
import { useWords } from "../../i18n/words";

export function Sections() {
  const { t } = useWords();
  const { address, go } = useAddress();
  const parts: { view: View; label: string }[] = [
    { view: "plan", label: t.plan.studio },
    { view: "plans", label: t.plan.kept },
    { view: "proposals", label: t.proposals.title },
  ];
  return (
    <nav className="sections" aria-label={t.plan.sections}>
      {parts.map(({ view, label }) => (
        <button
          key={view}
          type="button"
          aria-current={address.view === view ? "page" : undefined}
          onClick={() => go({ view, plan: null, against: null, proposal: null })}
        >
          {label}
        </button>
      ))}
    </nav>
  );
}

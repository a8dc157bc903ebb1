// The territories of France, one click away each.
import { useAddress } from "../address/useAddress";
import type { Territory } from "../api/client";
import { useWords } from "../i18n/words";
import { type Box, mainland } from "../map/box";
import { mapFit } from "../map/commands";

export function Territories({ territory }: { territory: Territory }) {
  const { t } = useWords();
  const { address, go } = useAddress();
  const choose = (code: string, box: Box) => {
    go({ territory: code, at: null, place: null });
    mapFit(box);
  };
  return (
    <nav className="territories" aria-label={t.map.territories}>
      <button
        type="button"
        aria-pressed={address.territory === ""}
        onClick={() => choose("", mainland)}
      >
        {t.territory.all}
      </button>
      {territory.parts.map((part) => (
        <button
          key={part.code}
          type="button"
          aria-pressed={address.territory === part.code}
          onClick={() => choose(part.code, part.box as unknown as Box)}
        >
          {t.territory[part.code] ?? part.name}
        </button>
      ))}
    </nav>
  );
}

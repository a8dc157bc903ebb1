// Find a commune, an EPCI or a département; the map goes there.
import { useAddress } from "../address/useAddress";
import { useWords } from "../i18n/words";
import { UnitSearch } from "../parts/UnitSearch";

export function Search() {
  const { t } = useWords();
  const { go } = useAddress();
  return (
    <search className="search">
      <UnitSearch label={t.search.label} onChoose={(place) => go({ place, at: null })} />
    </search>
  );
}

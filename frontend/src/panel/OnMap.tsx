// What stands over the answer on the map, on or off.
import { useAddress } from "../address/useAddress";
import { dayOf } from "../api/filter";
import { useWords } from "../i18n/words";
import { DepthKey } from "../parts/DepthKey";

export function OnMap() {
  const { t } = useWords();
  const { address, go } = useAddress();
  const past = dayOf(address) !== "";
  const planned =
    address.statuses.some((s) => s !== "operational") && address.statuses.includes("operational");
  return (
    <fieldset className="on-map">
      <legend>{t.map.shown}</legend>
      <button
        type="button"
        aria-pressed={address.pops && !past}
        disabled={past}
        onClick={() => go({ pops: !address.pops }, { replace: true })}
      >
        {t.map.pops}
      </button>
      <button
        type="button"
        aria-pressed={address.zones && !past}
        disabled={past}
        onClick={() => go({ zones: !address.zones }, { replace: true })}
      >
        {t.map.zones}
      </button>
      {address.view !== "coverage" && <DepthKey />}
      {past && <p className="soft">{t.filters.noPast}</p>}
      {planned && <p className="soft">{t.filters.planned}</p>}
    </fieldset>
  );
}

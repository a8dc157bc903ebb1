// What stands over the answer on the map, on or off.
import { useAddress } from "../address/useAddress";
import { useWords } from "../i18n/words";

export function OnMap() {
  const { t } = useWords();
  const { address, go } = useAddress();
  const planned =
    address.statuses.some((s) => s !== "operational") && address.statuses.includes("operational");
  return (
    <fieldset className="on-map">
      <legend>{t.map.shown}</legend>
      <button
        type="button"
        aria-pressed={address.pops}
        onClick={() => go({ pops: !address.pops }, { replace: true })}
      >
        {t.map.pops}
      </button>
      <button
        type="button"
        aria-pressed={address.zones}
        onClick={() => go({ zones: !address.zones }, { replace: true })}
      >
        {t.map.zones}
      </button>
      {planned && <p className="soft">{t.filters.planned}</p>}
    </fieldset>
  );
}

// Gaps of one piece, the heaviest first; each leads to its place on the map.
import { useAddress } from "../address/useAddress";
import { useGapRegions } from "../api/answers";
import { filterOf } from "../api/filter";
import { useWords } from "../i18n/words";
import { mapFit } from "../map/commands";
import { Answered } from "../parts/Answered";

/** As many départements as a line holds. */
const named = 3;
const some = (codes: string[]) =>
  codes.slice(0, named).join(", ") + (codes.length > named ? "…" : "");

export function GapRegions() {
  const { t, f } = useWords();
  const { address } = useAddress();
  const regions = useGapRegions(filterOf(address), true);
  return (
    <Answered query={regions}>
      {(data) =>
        data.count === 0 ? (
          <p className="notice">{t.gaps.none}</p>
        ) : (
          <>
            <ol className="entries regions">
              {data.features.map(({ bbox, properties }) => (
                <li key={properties.rank}>
                  <button
                    type="button"
                    onClick={() => mapFit(bbox as [number, number, number, number])}
                  >
                    <span className="entry-name">
                      <span className="regions-rank">{properties.rank}</span>
                      {t.gaps.around(properties.name)}
                    </span>
                    <span className="num">{f.weight(properties.weight)}</span>
                    <span className="soft regions-spread">
                      {properties.communes > 1 &&
                        t.gaps.andOthers(
                          properties.communes - 1,
                          f.number(properties.communes - 1),
                          some(properties.departements),
                        )}
                    </span>
                    <span className="num soft regions-land">{f.km2(properties.km2)}</span>
                  </button>
                </li>
              ))}
            </ol>
            <p className="soft">
              {t.table.shown(f.number(data.features.length), f.number(data.count))}.{" "}
              {t.gaps.regionsHelp}
            </p>
          </>
        )
      }
    </Answered>
  );
}

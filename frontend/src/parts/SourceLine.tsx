// Where the figures of a page come from, and of what date.
import { licenceOf, sourceOf } from "../api/source";
import { useLayers, useTerritory } from "../api/territory";
import { useWords } from "../i18n/words";
import { useWeighed } from "./Weighed";

export function SourceLine() {
  const { t, f } = useWords();
  const layer = useWeighed();
  const territory = useTerritory();
  const layers = useLayers(territory.data?.loaded === true);
  const weights = layers.data?.items.find((l) => l.name === layer);
  const land = territory.data;
  return (
    <footer className="source">
      {weights && (
        <span>
          {t.source.population}
          {t.source.colon}
          {[
            weights.source,
            weights.vintage,
            weights.loaded ? licenceOf(weights.licence, t.source.licence) : "",
          ]
            .filter(Boolean)
            .join(", ")}
        </span>
      )}
      {land?.loaded && (
        <span>
          {t.source.boundaries}
          {t.source.colon}
          <span title={land.source}>{sourceOf(land, t.source.licence)}</span>
          {land.loaded_at && `, ${t.source.loadedOn(f.date(land.loaded_at))}`}
        </span>
      )}
      {land && land.missing_count > 0 && (
        <span title={land.missing.map((unit) => `${unit.name} (${unit.code})`).join(", ")}>
          {t.banner.missing(land.missing_count, f.number(land.missing_count))}
        </span>
      )}
      <span>{t.source.grid}</span>
    </footer>
  );
}

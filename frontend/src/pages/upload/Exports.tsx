// A member's entries as files, each of which can be uploaded again as it is.
import { useWords } from "../../i18n/words";

const formats = ["csv", "xlsx", "geojson", "gpkg"] as const;
const names = { csv: "CSV", xlsx: "XLSX", geojson: "GeoJSON", gpkg: "GeoPackage" };

export function Exports({ slug }: { slug: string }) {
  const { t } = useWords();
  return (
    <>
      <p className="soft">{t.intake.exportsHelp}</p>
      <dl className="exports">
        {(["pops", "zones"] as const).map((kind) => {
          const noun = kind === "pops" ? t.lists.popsNoun : t.lists.zonesNoun;
          return (
            <div key={kind}>
              <dt>{noun}</dt>
              <dd>
                {formats.map((format) => (
                  <a
                    key={format}
                    href={`/api/v1/members/${slug}/exports/${kind}.${format}`}
                    download
                    aria-label={`${noun}, ${names[format]}`}
                  >
                    {names[format]}
                  </a>
                ))}
              </dd>
            </div>
          );
        })}
      </dl>
    </>
  );
}

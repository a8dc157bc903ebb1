// What can be taken along as files: a row for each list, a link for each format.
import { useWords } from "../i18n/words";

const formats = ["csv", "xlsx", "geojson", "gpkg"] as const;
const names = { csv: "CSV", xlsx: "XLSX", geojson: "GeoJSON", gpkg: "GeoPackage" };

type FileFormat = (typeof formats)[number];

interface FileRow {
  name: string;
  href: (format: FileFormat) => string;
}

export function FileLinks({ rows }: { rows: FileRow[] }) {
  return (
    <dl className="exports">
      {rows.map((row) => (
        <div key={row.name}>
          <dt>{row.name}</dt>
          <dd>
            {formats.map((format) => (
              <a
                key={format}
                href={row.href(format)}
                download
                aria-label={`${row.name}, ${names[format]}`}
              >
                {names[format]}
              </a>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** An answer under the address's filter: its areas, and the units shown, as files. */
export function AnswerFiles({
  of,
  areas,
  unit,
  query,
}: {
  of: "coverage" | "gaps";
  areas: string;
  unit: string;
  query: Record<string, string | string[] | undefined>;
}) {
  const { t } = useWords();
  const rows = [
    { name: areas, unit: undefined },
    { name: t.kindsMany[unit] ?? unit, unit },
  ].map((row) => ({
    name: row.name,
    href: (format: FileFormat) =>
      `/api/v1/${of}/exports/${of}.${format}${queryText({ ...query, unit: row.unit })}`,
  }));
  return (
    <section className="detail">
      <h2>{t.table.exports}</h2>
      <FileLinks rows={rows} />
    </section>
  );
}

function queryText(query: Record<string, string | string[] | undefined>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const one of value === undefined ? [] : [value].flat()) params.append(name, one);
  const text = params.toString();
  return text ? `?${text}` : "";
}

// The first rows of an upload as they would be read.
import type { Schemas } from "../../api/client";
import { useWords } from "../../i18n/words";
import { Answered } from "../../parts/Answered";
import { useEntryText } from "./entryText";

interface Props {
  query: Parameters<typeof Answered<Schemas["ImportPreview"]>>[0]["query"];
}

export function Preview({ query }: Props) {
  const { t } = useWords();
  return (
    <section className="detail preview" aria-label={t.intake.preview}>
      <h2>{t.intake.previewHelp}</h2>
      <Answered query={query}>
        {({ items, refused }) =>
          refused ? <p className="bad">{refused}</p> : <Rows items={items} />
        }
      </Answered>
    </section>
  );
}

/** Said of every entry alike, so that it tells nothing here. */
const plain = new Set(["member", "code", "position_source", "audience", "insee"]);

function Rows({ items }: { items: Schemas["ImportPreviewRow"][] }) {
  const { t } = useWords();
  const { fieldName, text, place } = useEntryText();
  return (
    <ul className="preview-rows">
      {items.map((row) => (
        <li key={row.row}>
          <p>
            <span className="soft num">{t.intake.line(row.row)}</span>{" "}
            <b>{String(row.entry?.name ?? row.code ?? "")}</b>{" "}
            {row.code && <span className="code soft">{row.code}</span>}
          </p>
          <p className="soft">
            {[
              ...(row.position ? [place(row.position)] : []),
              ...Object.entries(row.entry ?? {})
                .filter(([field]) => !plain.has(field) && field !== "name")
                .map(([field, value]) => [fieldName(field), text(field, value)] as const)
                .filter(([, value]) => value !== "")
                .map(([name, value]) => `${name} ${value}`),
            ].join(" · ")}
          </p>
          {[...row.errors, ...row.warnings].slice(0, 2).map((fault) => (
            <p key={`${fault.code}${fault.column}`} className="bad">
              {fault.message}
            </p>
          ))}
        </li>
      ))}
    </ul>
  );
}

// Why an upload cannot be taken back: what changed its entries since, with a way
// to each; any other refusal as it is.
import type { Address } from "../../address/address";
import { useAddress } from "../../address/useAddress";
import { ApiError, type Schemas, type Upload } from "../../api/client";
import { useWords } from "../../i18n/words";
import { Trouble } from "../../parts/Trouble";
import { laterChanges } from "./laterChanges";

/** Codes shown of one later change. */
const shown = 12;

interface Props {
  upload: Upload;
  error: Error;
}

export function InTheWay({ upload, error }: Props) {
  const { t, f } = useWords();
  const { go } = useAddress();
  const fields: Schemas["Problem"]["fields"] =
    error instanceof ApiError ? error.problem.fields : undefined;
  const changes = laterChanges(fields ?? []);
  if (changes.length === 0) return <Trouble error={error} />;
  return (
    <div className="trouble" role="alert">
      <p className="trouble-title">{t.intake.inTheWay}</p>
      <p>{t.intake.inTheWayHelp}</p>
      <ul>
        {changes.map(({ change, by, at, codes }) => {
          const other = /^import:(\d+)$/.exec(change)?.[1];
          const to: Partial<Address> = other
            ? { view: "lists", of: upload.member, upload: Number(other) }
            : { view: "history", of: upload.member, upload: null, change };
          return (
            <li key={change}>
              <button type="button" className="compared-name" onClick={() => go(to)}>
                {other ? t.intake.laterUpload(other) : t.intake.laterChange}
              </button>{" "}
              <span className="soft">
                {by} · {f.moment(at)}
              </span>
              <br />
              <span className="code">{codes.slice(0, shown).join(", ")}</span>
              {codes.length > shown &&
                ` ${t.lists.more(codes.length - shown, f.number(codes.length - shown))}`}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

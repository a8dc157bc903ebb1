// The upload against what the member has, and what that does to the territory.
import { useState } from "react";
import type { Schemas, Upload } from "../../api/client";
import { type RowState, useUploadRows } from "../../api/uploads";
import { useWords } from "../../i18n/words";
import { mapGoTo } from "../../map/commands";
import { Answered } from "../../parts/Answered";
import { More } from "../../parts/More";
import { Effect } from "./Effect";
import { useEntryText } from "./entryText";

const states = ["added", "changed", "removed", "unchanged"] as const;

export function Comparison({ upload }: { upload: Upload }) {
  const { t, f } = useWords();
  const { changes } = upload;
  const [state, setState] = useState<(typeof states)[number]>(
    states.find((one) => changes[one] > 0) ?? "added",
  );
  return (
    <div className="comparison">
      <Effect upload={upload} />
      {/* Buttons, not a segmented control: each holds a figure that is read with it. */}
      <fieldset className="counts" aria-label={t.intake.comparison}>
        {states.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={state === one}
            disabled={changes[one] === 0}
            onClick={() => setState(one)}
          >
            <span>{t.lists[one]}</span>
            <b>{f.number(changes[one])}</b>
          </button>
        ))}
      </fieldset>
      {changes[state] > 0 && <Rows key={state} id={upload.id} state={state} />}
    </div>
  );
}

function Rows({ id, state }: { id: number; state: RowState }) {
  const { t } = useWords();
  const rows = useUploadRows(id, state);
  return (
    <Answered query={{ ...rows, data: rows.data?.pages.flatMap((page) => page.items) }}>
      {(items) =>
        items.length === 0 ? (
          <p className="notice">{t.intake.nothingThere}</p>
        ) : (
          <>
            <ul className="compared">
              {items.map((row) => (
                <li key={`${row.row} ${row.code}`}>
                  <OneRow row={row} />
                </li>
              ))}
            </ul>
            <More query={rows} />
          </>
        )
      }
    </Answered>
  );
}

function OneRow({ row }: { row: Schemas["ImportRow"] }) {
  const { t } = useWords();
  const { fieldName, text, place } = useEntryText();
  const entry = row.entry ?? row.before ?? {};
  const at = (row.position ?? row.was) as [number, number] | undefined;
  const name = String(entry.name ?? row.code ?? "");
  const moved = row.was && row.position && String(row.was) !== String(row.position);
  const differing =
    row.state === "changed" && row.before
      ? [...new Set([...Object.keys(row.before), ...Object.keys(row.entry ?? {})])].filter(
          (field) => JSON.stringify(row.before?.[field]) !== JSON.stringify(row.entry?.[field]),
        )
      : [];
  return (
    <>
      <p>
        {at ? (
          <button type="button" className="compared-name" onClick={() => mapGoTo(at, 11)}>
            {name}
          </button>
        ) : (
          <b>{name}</b>
        )}{" "}
        <span className="code soft">{row.code}</span>
        {row.row > 0 && <span className="soft"> · {t.intake.line(row.row)}</span>}
      </p>
      {(differing.length > 0 || moved) && (
        <table className="plain sides">
          <thead>
            <tr>
              <th scope="col">{t.intake.field}</th>
              <th scope="col">{t.intake.before}</th>
              <th scope="col">{t.intake.after}</th>
            </tr>
          </thead>
          <tbody>
            {differing.map((field) => (
              <tr key={field}>
                <th scope="row">{fieldName(field)}</th>
                <td>{text(field, row.before?.[field]) || "—"}</td>
                <td>
                  <ins>{text(field, row.entry?.[field]) || "—"}</ins>
                </td>
              </tr>
            ))}
            {moved && row.was && row.position && (
              <tr>
                <th scope="row">{t.intake.position}</th>
                <td className="num">{place(row.was)}</td>
                <td className="num">
                  <ins>{place(row.position)}</ins>
                </td>
              </tr>
            )}
          </tbody>
        </table>
      )}
    </>
  );
}

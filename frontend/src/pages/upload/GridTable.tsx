// The table itself: one cell has the focus, arrows move it, Enter writes in it.
import { Button } from "@mantine/core";
import { type KeyboardEvent, useRef, useState } from "react";
import type { Column, GridRow } from "../../api/uploads";
import { useWords } from "../../i18n/words";

/** What was written and is not yet checked: row → column counted from 0 → text. */
export type CellEdits = Record<number, Record<number, string>>;

interface Props {
  columns: Column[];
  rows: GridRow[];
  open: boolean;
  edits: CellEdits;
  onEdit: (row: number, column: number, value: string) => void;
  onDrop: (row: number, drop: boolean) => void;
}

/** A cell by the place of its row in the table and its column. */
interface At {
  y: number;
  x: number;
}

const moves: Record<string, [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

export function GridTable({ columns, rows, open, edits, onEdit, onDrop }: Props) {
  const { t } = useWords();
  const table = useRef<HTMLTableElement>(null);
  const [at, setAt] = useState<At>({ y: 0, x: 0 });
  const [writing, setWriting] = useState<string | null>(null);
  const goTo = (y: number, x: number) => {
    const next = {
      y: Math.max(0, Math.min(rows.length - 1, y)),
      x: Math.max(0, Math.min(columns.length - 1, x)),
    };
    setAt(next);
    setWriting(null);
    table.current?.querySelector<HTMLElement>(`[data-at="${next.y}-${next.x}"]`)?.focus();
  };
  const textOf = (row: GridRow, x: number) => edits[row.row]?.[x] ?? row.cells[x] ?? "";
  const keep = () => {
    const row = rows[at.y];
    if (row && writing !== null && writing !== textOf(row, at.x)) onEdit(row.row, at.x, writing);
  };
  const onCellKey = (event: KeyboardEvent, row: GridRow) => {
    if (event.target !== event.currentTarget) return;
    const move = moves[event.key];
    if (move) {
      event.preventDefault();
      goTo(at.y + move[0], at.x + move[1]);
    } else if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      goTo(at.y, event.key === "Home" ? 0 : columns.length - 1);
    } else if (!open || row.state === "dropped") {
      return;
    } else if (event.key === "Enter" || event.key === "F2") {
      event.preventDefault();
      setWriting(textOf(row, at.x));
    } else if (event.key === "Delete") {
      onEdit(row.row, at.x, "");
    } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      setWriting(event.key);
    }
  };
  const onWritingKey = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      goTo(at.y, at.x);
    } else if (event.key === "Enter" || event.key === "Tab") {
      event.preventDefault();
      keep();
      goTo(
        event.key === "Enter" ? at.y + 1 : at.y,
        event.key === "Tab" ? at.x + (event.shiftKey ? -1 : 1) : at.x,
      );
    }
  };
  const now = rows[at.y];
  const faults = now
    ? [...now.errors, ...now.warnings].filter(
        (one) => one.column === "" || one.column === columns[at.x]?.column,
      )
    : [];
  return (
    <>
      <div className="grid-scroll">
        {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: its cells take the focus and are written in */}
        <table ref={table} className="grid" role="grid" aria-label={t.intake.gridTitle}>
          <thead>
            <tr>
              <th scope="col">{t.intake.lineHead}</th>
              <th scope="col">{t.intake.stateHead}</th>
              {columns.map(({ column, field }, x) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name
                <th key={x} scope="col" data-used={field !== undefined || undefined}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, y) => (
              <tr key={row.row} data-state={row.state}>
                <th scope="row" className="num">
                  {row.row}
                </th>
                <td className="grid-state">
                  <span>{row.state && t.intake.rowStates[row.state]}</span>
                  {open && (
                    <Button
                      size="compact-xs"
                      variant="subtle"
                      aria-label={
                        row.state === "dropped"
                          ? t.intake.keepLine(row.row)
                          : t.intake.dropLine(row.row)
                      }
                      onClick={() => onDrop(row.row, row.state !== "dropped")}
                    >
                      {row.state === "dropped" ? t.intake.keep : t.intake.drop}
                    </Button>
                  )}
                </td>
                {columns.map(({ column }, x) => {
                  const here = at.y === y && at.x === x;
                  const has = (list: GridRow["errors"]) =>
                    list.some((one) => one.column === column);
                  const text = textOf(row, x);
                  return (
                    <td
                      // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name
                      key={x}
                      data-at={`${y}-${x}`}
                      tabIndex={here ? 0 : -1}
                      data-tone={has(row.errors) ? "bad" : has(row.warnings) ? "warn" : undefined}
                      data-edited={
                        edits[row.row]?.[x] !== undefined || row.edited.includes(x) || undefined
                      }
                      aria-invalid={has(row.errors) || undefined}
                      onFocus={() => !here && setAt({ y, x })}
                      onClick={() => {
                        if (writing !== null && !here) keep();
                        if (!here) goTo(y, x);
                      }}
                      onDoubleClick={() => open && row.state !== "dropped" && setWriting(text)}
                      onKeyDown={(event) => onCellKey(event, row)}
                    >
                      {here && writing !== null ? (
                        <input
                          // biome-ignore lint/a11y/noAutofocus: it takes the place of the cell that had the focus
                          autoFocus
                          aria-label={t.intake.lineCell(column, row.row)}
                          value={writing}
                          onChange={(event) => setWriting(event.currentTarget.value)}
                          onBlur={() => {
                            keep();
                            setWriting(null);
                          }}
                          onKeyDown={onWritingKey}
                        />
                      ) : (
                        <span>{text}</span>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="grid-fault" role="status">
        {faults.map((one) => one.message).join(" ")}
      </p>
    </>
  );
}

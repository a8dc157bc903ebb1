// The rows of one problem, the cell at fault of each to be written again or the
// row left out, without opening the whole table.
import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Upload } from "../../api/client";
import { type GridRow, type Problem, rowsOf, useGrid, useRevise } from "../../api/uploads";
import { useWords } from "../../i18n/words";
import { More } from "../../parts/More";
import { Trouble } from "../../parts/Trouble";

/** Rows shown of one problem at first. */
const page = 5;

interface Props {
  upload: Upload;
  problem: Problem;
  open: boolean;
}

export function Cells({ upload, problem, open }: Props) {
  const grid = useGrid(upload.id, rowsOf(problem), page);
  if (grid.error) return <Trouble error={grid.error} retry={() => void grid.refetch()} />;
  const pages = grid.data?.pages ?? [];
  const column = pages[0]?.columns.findIndex((c) => c.column === problem.column) ?? -1;
  const rows = pages.flatMap((p) => p.items);
  return (
    <>
      <ul className="cells">
        {rows.map((row) => (
          <li key={row.row}>
            <Cell
              // Mended elsewhere, the cell begins anew.
              key={row.cells[column]}
              upload={upload}
              problem={problem}
              row={row}
              column={column}
              open={open}
            />
          </li>
        ))}
      </ul>
      <More query={grid} />
    </>
  );
}

interface CellProps extends Props {
  row: GridRow;
  /** Counted from 0; -1: the problem stands in no column. */
  column: number;
}

function Cell({ upload, problem, row, column, open }: CellProps) {
  const { t } = useWords();
  const now = row.cells[column] ?? "";
  const [text, setText] = useState(now);
  const revise = useRevise(upload.id);
  const fault = [...row.errors, ...row.warnings].find(
    (one) => one.code === problem.code && one.column === problem.column,
  );
  const save = () =>
    revise.mutate({ edits: [{ row: row.row, column: `#${column + 1}`, value: text }] });
  return (
    <form
      className="cell"
      onSubmit={(event) => {
        event.preventDefault();
        if (text !== now) save();
      }}
    >
      <span className="soft num">{t.intake.line(row.row)}</span>
      {column >= 0 ? (
        <TextInput
          size="xs"
          aria-label={t.intake.lineCell(problem.column, row.row)}
          value={text}
          readOnly={!open}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      ) : (
        <span className="soft">{row.cells.filter(Boolean).slice(0, 3).join(" · ")}</span>
      )}
      {open && column >= 0 && text !== now && (
        <Button type="submit" size="compact-sm" loading={revise.isPending}>
          {t.intake.save}
        </Button>
      )}
      {open && (
        <Button
          size="compact-sm"
          variant="subtle"
          aria-label={t.intake.dropLine(row.row)}
          disabled={revise.isPending}
          onClick={() => revise.mutate({ edits: [{ row: row.row, drop: true }] })}
        >
          {t.intake.drop}
        </Button>
      )}
      {fault && fault.message !== problem.message && (
        <span className="soft cell-fault">{fault.message}</span>
      )}
      {revise.error && <Trouble error={revise.error} />}
    </form>
  );
}

// The rows of an upload as a table to be edited, by keyboard or mouse. Changes are
// gathered, then checked in one go; closing checks them too, so that none is lost.
import { Button, Modal, NativeSelect } from "@mantine/core";
import { useState } from "react";
import type { Upload } from "../../api/client";
import { type GridFilter, useGrid, useRevise } from "../../api/uploads";
import { useWords } from "../../i18n/words";
import { Answered } from "../../parts/Answered";
import { More } from "../../parts/More";
import { Trouble } from "../../parts/Trouble";
import { type CellEdits, GridTable } from "./GridTable";

interface Props {
  upload: Upload;
  open: boolean;
  filter: GridFilter;
  onClose: () => void;
}

const states = ["rejected", "added", "changed", "unchanged", "dropped"] as const;

export function Grid({ upload, open, filter: first, onClose }: Props) {
  const { t, f } = useWords();
  const [filter, setFilter] = useState(first);
  const [edits, setEdits] = useState<CellEdits>({});
  const grid = useGrid(upload.id, filter);
  const revise = useRevise(upload.id);
  const gathered = Object.entries(edits).flatMap(([row, cells]) =>
    Object.entries(cells).map(([column, value]) => ({
      row: Number(row),
      column: `#${Number(column) + 1}`,
      value,
    })),
  );
  const check = (then?: () => void) =>
    revise.mutate(
      { edits: gathered },
      {
        onSuccess: () => {
          setEdits({});
          then?.();
        },
      },
    );
  const close = () => (gathered.length > 0 ? check(onClose) : onClose());
  return (
    <Modal
      opened
      onClose={close}
      size="min(1200px, 96vw)"
      title={t.intake.gridTitle}
      closeButtonProps={{ "aria-label": t.intake.close }}
      // Escape gives up the cell being written; the button closes.
      closeOnEscape={false}
      className="grid-window"
    >
      <div className="grid-head">
        <p className="soft">{t.intake.gridHelp}</p>
        <NativeSelect
          size="xs"
          label={t.intake.gridShow}
          value={filter.code ? "" : (filter.state ?? "all")}
          onChange={(event) => {
            const state = event.currentTarget.value;
            setFilter(state === "all" ? {} : { state: state as (typeof states)[number] });
          }}
          data={[
            ...(filter.code ? [{ value: "", label: t.intake.toMend }] : []),
            { value: "all", label: t.intake.gridAll },
            ...states.map((state) => ({ value: state, label: t.intake.rowStates[state] })),
          ]}
        />
      </div>
      <Answered query={grid}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.items);
          if (rows.length === 0) return <p className="notice">{t.intake.gridNone}</p>;
          return (
            <>
              <GridTable
                columns={pages[0]?.columns ?? []}
                rows={rows}
                open={open}
                edits={edits}
                onEdit={(row, column, value) =>
                  setEdits((now) => ({ ...now, [row]: { ...now[row], [column]: value } }))
                }
                onDrop={(row, drop) => revise.mutate({ edits: [{ row, drop }] })}
              />
              <More query={grid} />
            </>
          );
        }}
      </Answered>
      {revise.error && <Trouble error={revise.error} />}
      <div className="actions grid-foot">
        {open && gathered.length > 0 && (
          <Button loading={revise.isPending} onClick={() => check()}>
            {t.intake.checkAgain(gathered.length, f.number(gathered.length))}
          </Button>
        )}
        <Button variant="default" onClick={close}>
          {t.intake.close}
        </Button>
      </div>
    </Modal>
  );
}

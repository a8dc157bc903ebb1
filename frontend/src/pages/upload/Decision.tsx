// What can be decided of an upload: commit it whole or by its valid rows, change
// what becomes of absent entries, put it aside, take it back.
import { Button, SegmentedControl } from "@mantine/core";
import { IconArrowBackUp, IconCheck, IconDownload } from "@tabler/icons-react";
import type { Upload } from "../../api/client";
import { useCancel, useCommit, useRevise, useUndo } from "../../api/uploads";
import { useWords } from "../../i18n/words";
import { Announce } from "../../parts/Announce";
import { Sure } from "../../parts/Sure";
import { Trouble } from "../../parts/Trouble";
import { InTheWay } from "./InTheWay";

interface Props {
  upload: Upload;
  open: boolean;
}

export function Decision({ upload, open }: Props) {
  const { t } = useWords();
  const undo = useUndo();
  const cancel = useCancel(upload.id);
  const told = useTold(upload);
  return (
    <section className="decision">
      <p>{told}</p>
      <Announce text={told} />
      {open && upload.rows.valid > 0 && <Scope upload={upload} />}
      <div className="actions">
        {open && upload.rows.valid > 0 && <Commit upload={upload} />}
        {upload.state === "committed" && (
          <Button
            variant="default"
            title={t.lists.undoHelp}
            loading={undo.isPending}
            leftSection={<IconArrowBackUp size={16} aria-hidden="true" />}
            onClick={() => undo.mutate(upload.id)}
          >
            {t.lists.undo}
          </Button>
        )}
        {upload.rows.read > 0 &&
          reports(upload.file).map((format) => (
            <Button
              key={format}
              component="a"
              variant="default"
              href={`/api/v1/imports/${upload.id}/report.${format}`}
              download
              leftSection={<IconDownload size={16} aria-hidden="true" />}
            >
              {t.lists.report(format.toUpperCase())}
            </Button>
          ))}
        {open && (
          <Sure
            label={t.intake.putAside}
            warning={t.intake.putAsideWarning}
            pending={cancel.isPending}
            onSure={() => cancel.mutate()}
          />
        )}
      </div>
      {undo.error && <InTheWay upload={upload} error={undo.error} />}
      {cancel.error && <Trouble error={cancel.error} />}
    </section>
  );
}

/** In which formats the report is offered: that of the file first. */
function reports(file: string): ("csv" | "xlsx")[] {
  return /\.xls[xm]$/i.test(file) ? ["xlsx", "csv"] : ["csv", "xlsx"];
}

function useTold({ state, rows, changes, errors }: Upload): string {
  const { t, f } = useWords();
  const nothing = changes.added + changes.changed + changes.removed === 0;
  if (state === "committed") {
    return rows.rejected === 0
      ? t.lists.committed
      : t.lists.committedBut(rows.rejected, f.number(rows.rejected));
  }
  if (state === "undone") return t.lists.undone;
  if (state === "failed") {
    return errors.some((error) => error.code === "cancelled")
      ? t.intake.cancelled
      : t.intake.failed;
  }
  if (rows.valid === 0) return t.lists.nothingValid;
  return nothing ? t.lists.nothingToDo : t.lists.readyToCommit;
}

/** What becomes of the entries that the file does not name; changing it checks again. */
function Scope({ upload }: { upload: Upload }) {
  const { t } = useWords();
  const revise = useRevise(upload.id);
  return (
    <div className="labelled">
      <span aria-hidden="true">{t.intake.scope}</span>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={t.intake.scope}
        value={upload.scope}
        disabled={revise.isPending}
        onChange={(scope) => revise.mutate({ scope: scope as Upload["scope"] })}
        data={[
          { value: "merge", label: t.lists.merge },
          { value: "replace", label: t.lists.replace },
        ]}
      />
      {revise.error && <Trouble error={revise.error} />}
    </div>
  );
}

function Commit({ upload }: { upload: Upload }) {
  const { t, f } = useWords();
  const commit = useCommit();
  const { rows, changes } = upload;
  const mode = rows.rejected === 0 ? "all" : "valid";
  const label =
    mode === "all" ? t.lists.commitAll : t.lists.commitValid(rows.valid, f.number(rows.valid));
  const send = (removal: boolean) => commit.mutate({ id: upload.id, mode, removal });
  return (
    <>
      {upload.confirm_removal ? (
        <Sure
          label={label}
          warning={t.intake.removal(changes.removed, f.number(changes.removed))}
          pending={commit.isPending}
          onSure={() => send(true)}
        />
      ) : (
        <Button
          loading={commit.isPending}
          leftSection={<IconCheck size={16} aria-hidden="true" />}
          onClick={() => send(false)}
        >
          {label}
        </Button>
      )}
      {commit.error && <Trouble error={commit.error} />}
    </>
  );
}

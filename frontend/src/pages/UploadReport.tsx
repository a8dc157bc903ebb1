// What was found in a list, what it would change, and the decision.
import { Button } from "@mantine/core";
import { IconArrowBackUp, IconArrowLeft, IconCheck, IconDownload } from "@tabler/icons-react";
import { useAddress } from "../address/useAddress";
import type { Upload } from "../api/client";
import { useCommit, useUndo } from "../api/inventory";
import { useWords } from "../i18n/words";
import { Announce } from "../parts/Announce";
import { MemberName } from "../parts/MemberName";
import { RowFaults } from "../parts/RowFaults";
import { Trouble } from "../parts/Trouble";

export function UploadReport({ upload }: { upload: Upload }) {
  const { t, f } = useWords();
  const { go } = useAddress();
  const { rows } = upload;
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        className="back"
        leftSection={<IconArrowLeft size={16} aria-hidden="true" />}
        onClick={() => go({ upload: null, of: upload.member })}
      >
        {t.lists.another}
      </Button>
      <header className="page-head">
        <div>
          <h1>{upload.file}</h1>
          <p className="soft upload-facts">
            <MemberName slug={upload.member} />
            <span>{upload.kind === "pops" ? t.lists.popsNoun : t.lists.zonesNoun}</span>
            <span>{f.moment(upload.created_at)}</span>
          </p>
        </div>
        <span className={`tag tag-${upload.state}`}>{t.lists.states[upload.state]}</span>
      </header>
      <p className="rows-told">
        {t.lists.read(rows.read, f.number(rows.read))}
        {" · "}
        <b className="good">{t.lists.valid(rows.valid, f.number(rows.valid))}</b>
        {rows.rejected > 0 && (
          <>
            {" · "}
            <b className="bad">{t.lists.rejected(rows.rejected, f.number(rows.rejected))}</b>
          </>
        )}
      </p>
      <Decision upload={upload} />
      <Changes upload={upload} />
      <RowFaults
        title={t.lists.errors(upload.errors.length, f.number(upload.errors.length))}
        faults={upload.errors}
        tone="bad"
      />
      <RowFaults
        title={t.lists.warnings(upload.warnings.length, f.number(upload.warnings.length))}
        faults={upload.warnings}
        tone="warn"
      />
      <Columns upload={upload} />
    </>
  );
}

function Decision({ upload }: { upload: Upload }) {
  const { t, f } = useWords();
  const commit = useCommit();
  const undo = useUndo();
  const { rows, changes, state } = upload;
  const nothing = changes.added + changes.changed + changes.removed === 0;
  const told =
    state === "committed"
      ? t.lists.committed
      : state === "undone"
        ? t.lists.undone
        : rows.valid === 0
          ? t.lists.nothingValid
          : nothing
            ? t.lists.nothingToDo
            : t.lists.readyToCommit;
  return (
    <section className="decision">
      <p>{told}</p>
      <Announce text={told} />
      <div className="actions">
        {state === "checked" && rows.valid > 0 && rows.rejected === 0 && (
          <Button
            loading={commit.isPending}
            leftSection={<IconCheck size={16} aria-hidden="true" />}
            onClick={() => commit.mutate({ id: upload.id, mode: "all" })}
          >
            {t.lists.commitAll}
          </Button>
        )}
        {state === "checked" && rows.valid > 0 && rows.rejected > 0 && (
          <Button
            loading={commit.isPending}
            onClick={() => commit.mutate({ id: upload.id, mode: "valid" })}
          >
            {t.lists.commitValid(rows.valid, f.number(rows.valid))}
          </Button>
        )}
        {state === "committed" && (
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
        <Button
          component="a"
          variant="default"
          href={`/api/v1/imports/${upload.id}/report.csv`}
          download
          leftSection={<IconDownload size={16} aria-hidden="true" />}
        >
          {t.lists.report}
        </Button>
      </div>
      {commit.error && <Trouble error={commit.error} />}
      {undo.error && <Trouble error={undo.error} />}
    </section>
  );
}

function Changes({ upload }: { upload: Upload }) {
  const { t, f } = useWords();
  const { changes, effect } = upload;
  const signed = (n: number, write: (n: number) => string) =>
    n > 0 ? `+ ${write(n)}` : n < 0 ? `− ${write(-n)}` : write(0);
  return (
    <section className="detail">
      <h2>{t.lists.changes}</h2>
      <dl className="counts">
        {(["added", "changed", "unchanged", "removed"] as const).map((key) => (
          <div key={key}>
            <dt>{t.lists[key]}</dt>
            <dd>{f.number(changes[key])}</dd>
          </div>
        ))}
      </dl>
      {effect && (
        <>
          <h2>{t.lists.effect}</h2>
          {effect.km2 === 0 ? (
            <p className="soft">{t.lists.effectNone}</p>
          ) : (
            <p className="effect">
              <b>{signed(effect.weight, (n) => f.weight(n))}</b>{" "}
              <span className="soft">{signed(effect.km2, f.km2)}</span>
            </p>
          )}
          {effect.units.length > 0 && (
            <table className="plain">
              <tbody>
                {effect.units.slice(0, 8).map((unit) => (
                  <tr key={unit.code}>
                    <th scope="row">{unit.name}</th>
                    <td className="num">{signed(unit.weight, (n) => f.weight(n))}</td>
                    <td className="num soft">{signed(unit.km2, f.km2)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </>
      )}
    </section>
  );
}

function Columns({ upload }: { upload: Upload }) {
  const { t } = useWords();
  const mapping = Object.entries(upload.mapping);
  if (mapping.length + upload.ignored.length === 0) return null;
  return (
    <details className="columns">
      <summary>{t.lists.mapping}</summary>
      <dl>
        {mapping.map(([field, column]) => (
          <div key={field}>
            <dt>{column}</dt>
            <dd>{field}</dd>
          </div>
        ))}
      </dl>
      {upload.ignored.length > 0 && (
        <>
          <h3>{t.lists.ignored}</h3>
          <dl>
            {upload.ignored.map(({ column, reason }) => (
              <div key={column}>
                <dt>{column}</dt>
                <dd>{reason}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </details>
  );
}

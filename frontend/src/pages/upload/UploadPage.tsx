// One upload from the file to the inventory: how far its check has come, what to
// mend, what it changes, how its columns are read, and the decision.
import { Button, Tabs } from "@mantine/core";
import { IconTable } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useAddress } from "../../address/useAddress";
import type { Upload } from "../../api/client";
import { useMay } from "../../api/may";
import type { GridFilter, Problem } from "../../api/uploads";
import { useWords } from "../../i18n/words";
import { Back } from "../../parts/Back";
import { MemberName } from "../../parts/MemberName";
import { useFocusKept } from "../../parts/useFocusKept";
import { Columns } from "./Columns";
import { Comparison } from "./Comparison";
import { Decision } from "./Decision";
import { Placing } from "./Placing";
import { Problems, WholeFile } from "./Problems";
import { Sheets } from "./Sheets";
import { Working } from "./Working";

// The table of rows is asked for by few, and late.
const Grid = lazy(() => import("./Grid").then((module) => ({ default: module.Grid })));

export function UploadPage({ upload }: { upload: Upload }) {
  const { t, f } = useWords();
  const { go } = useAddress();
  const may = useMay();
  const [placing, setPlacing] = useState<Problem | null>(null);
  const [grid, setGrid] = useState<GridFilter | null>(null);
  const title = useFocusKept<HTMLHeadingElement>();
  const open = upload.state === "checked" && may.keep(upload.member);
  const given = upload.errors.some((error) => error.code === "cancelled");
  // Stopped or refused before a row was read: nothing of it can be looked at.
  const unread = upload.state === "failed" && upload.rows.read === 0;
  if (placing && open) {
    return <Placing upload={upload} problem={placing} onDone={() => setPlacing(null)} />;
  }
  return (
    <>
      <Back onClick={() => go({ upload: null, of: upload.member })}>{t.lists.another}</Back>
      <header className="page-head">
        <div>
          <h1 ref={title} tabIndex={-1}>
            {upload.file}
          </h1>
          <p className="soft upload-facts">
            <MemberName slug={upload.member} />
            <span>{upload.kind === "pops" ? t.lists.popsNoun : t.lists.zonesNoun}</span>
            <span>{f.moment(upload.created_at)}</span>
          </p>
        </div>
        <span className={`tag tag-${given ? "undone" : upload.state}`}>
          {given ? t.intake.givenUp : t.lists.states[upload.state]}
        </span>
      </header>
      {upload.state === "received" ? (
        <Working upload={upload} />
      ) : (
        <>
          {!unread && <RowsTold upload={upload} />}
          <Sheets upload={upload} />
          <Decision upload={upload} open={open} />
          {unread && !given && <WholeFile upload={upload} />}
          {!unread && (
            <Examination upload={upload} open={open} onPlace={setPlacing} onGrid={setGrid} />
          )}
          {upload.rows.read > 0 && (
            <Button
              variant="default"
              className="grid-open"
              leftSection={<IconTable size={16} aria-hidden="true" />}
              onClick={() => setGrid({})}
            >
              {t.intake.grid}
            </Button>
          )}
        </>
      )}
      {grid && (
        <Suspense>
          <Grid upload={upload} open={open} filter={grid} onClose={() => setGrid(null)} />
        </Suspense>
      )}
    </>
  );
}

function RowsTold({ upload }: { upload: Upload }) {
  const { t, f } = useWords();
  const { rows, edited } = upload;
  return (
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
      {edited > 0 && (
        <>
          {" · "}
          <span className="soft">{t.intake.edited(edited, f.number(edited))}</span>
        </>
      )}
    </p>
  );
}

interface Examined {
  upload: Upload;
  open: boolean;
  onPlace: (problem: Problem) => void;
  onGrid: (filter: GridFilter) => void;
}

type Tab = "mend" | "changes" | "columns";

function Examination({ upload, open, onPlace, onGrid }: Examined) {
  const { t, f } = useWords();
  const { problems, changes, columns } = upload;
  const [tab, setTab] = useState<Tab>(open && problems.length > 0 ? "mend" : "changes");
  const changing = changes.added + changes.changed + changes.removed;
  const count = (n: number) => n > 0 && <span className="tab-count">{f.number(n)}</span>;
  return (
    <Tabs
      value={tab}
      onChange={(next) => setTab(next as Tab)}
      keepMounted={false}
      className="upload-tabs"
    >
      <Tabs.List aria-label={t.intake.tabs} grow>
        <Tabs.Tab value="mend">
          {open ? t.intake.toMend : t.intake.told} {count(problems.length)}
        </Tabs.Tab>
        <Tabs.Tab value="changes">
          {t.intake.comparison} {count(changing)}
        </Tabs.Tab>
        <Tabs.Tab value="columns">
          {t.intake.columns} {count(columns.length)}
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="mend">
        <Problems upload={upload} open={open} onPlace={onPlace} onGrid={onGrid} />
      </Tabs.Panel>
      <Tabs.Panel value="changes">
        <Comparison upload={upload} />
      </Tabs.Panel>
      <Tabs.Panel value="columns">
        <Columns upload={upload} open={open} />
      </Tabs.Panel>
    </Tabs>
  );
}

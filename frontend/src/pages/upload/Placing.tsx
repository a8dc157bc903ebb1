// Rows without a sure place, put on the map one after the other.
import { Button, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import type { LonLat } from "../../address/address";
import type { Upload } from "../../api/client";
import {
  type Column,
  type GridRow,
  type Problem,
  rowsOf,
  useGrid,
  useRevise,
} from "../../api/uploads";
import { useWords } from "../../i18n/words";
import { mapGoTo } from "../../map/commands";
import { askPlace } from "../../map/placing";
import { Answered } from "../../parts/Answered";
import { Back } from "../../parts/Back";
import { Head } from "../../parts/Head";
import { Trouble } from "../../parts/Trouble";
import { useFocusKept } from "../../parts/useFocusKept";
import { readLonLat } from "./readLonLat";
import { Told } from "./Told";

interface Props {
  upload: Upload;
  problem: Problem;
  onDone: () => void;
}

export function Placing({ upload, problem, onDone }: Props) {
  const { t, f } = useWords();
  const grid = useGrid(upload.id, rowsOf(problem), 1000);
  const [skipped, setSkipped] = useState<number[]>([]);
  const left = upload.problems.find((p) => p.code === problem.code && p.column === problem.column);
  return (
    <>
      <Back onClick={onDone}>{t.intake.stopPlacing}</Back>
      <Head title={t.intake.placing} lead={<Told problem={problem} />} />
      <Answered query={grid}>
        {({ pages }) => {
          const row = left
            ? pages.flatMap((p) => p.items).find((r) => !skipped.includes(r.row))
            : undefined;
          if (!row) return <Placed />;
          return (
            <>
              <p className="soft" role="status">
                {t.intake.placingLeft(left?.count ?? 0, f.number(left?.count ?? 0))}
              </p>
              <OneRow
                key={row.row}
                id={upload.id}
                row={row}
                columns={pages[0]?.columns ?? []}
                onSkip={() => setSkipped([...skipped, row.row])}
              />
            </>
          );
        }}
      </Answered>
    </>
  );
}

function Placed() {
  const { t } = useWords();
  const end = useFocusKept<HTMLParagraphElement>();
  return (
    <p className="notice" ref={end} tabIndex={-1}>
      {t.intake.placingDone}
    </p>
  );
}

interface OneProps {
  id: number;
  row: GridRow;
  columns: Column[];
  onSkip: () => void;
}

function OneRow({ id, row, columns, onSkip }: OneProps) {
  const { t, f } = useWords();
  const revise = useRevise(id);
  const [text, setText] = useState("");
  const title = useFocusKept<HTMLHeadingElement>();
  const at = readLonLat(text);
  const known = (row.position as LonLat | undefined) ?? null;
  // The places alone, not their objects, which each answer makes anew.
  const [lon, lat] = at ?? known ?? [];
  useEffect(() => {
    askPlace({
      at: lon !== undefined && lat !== undefined ? [lon, lat] : null,
      onPoint: ([x, y]) => setText(`${x.toFixed(6)}, ${y.toFixed(6)}`),
    });
    return () => askPlace(null);
  }, [lon, lat]);
  useEffect(() => {
    if (row.position) mapGoTo(row.position as LonLat, 11);
  }, [row.position]);
  return (
    <form
      className="detail placing"
      onSubmit={(event) => {
        event.preventDefault();
        if (at) revise.mutate({ edits: [{ row: row.row, position: at }] });
      }}
    >
      <h2 ref={title} tabIndex={-1}>
        {t.intake.line(row.row)} {row.code && <span className="code">{row.code}</span>}
      </h2>
      <dl className="said">
        {columns.map(
          ({ column }, i) =>
            row.cells[i] && (
              <div key={column}>
                <dt>{column}</dt>
                <dd>{row.cells[i]}</dd>
              </div>
            ),
        )}
      </dl>
      <p>{t.intake.placingHelp}</p>
      <TextInput
        label={t.intake.coordinates}
        placeholder={f.number(3.087, 3) === "3,087" ? "3,087 ; 45,777" : "3.087, 45.777"}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className="actions">
        <Button type="submit" disabled={!at} loading={revise.isPending}>
          {t.intake.placeNext}
        </Button>
        <Button variant="default" onClick={onSkip}>
          {t.intake.skip}
        </Button>
        <Button
          variant="subtle"
          aria-label={t.intake.dropLine(row.row)}
          onClick={() => revise.mutate({ edits: [{ row: row.row, drop: true }] })}
        >
          {t.intake.drop}
        </Button>
      </div>
      {revise.error && <Trouble error={revise.error} />}
    </form>
  );
}

// What is wrong in an upload, by kind, and the repair of each: as it is offered,
// by choosing a word, by a place on the map, or cell by cell.
import { Button } from "@mantine/core";
import { IconMapPin } from "@tabler/icons-react";
import type { Upload } from "../../api/client";
import { type GridFilter, type Problem, rowsOf, useRepair } from "../../api/uploads";
import { useWords } from "../../i18n/words";
import { Trouble } from "../../parts/Trouble";
import { Cells } from "./Cells";
import { Told } from "./Told";
import { Values } from "./Values";

interface Props {
  upload: Upload;
  open: boolean;
  onPlace: (problem: Problem) => void;
  onGrid: (filter: GridFilter) => void;
}

export function Problems({ upload, open, onPlace, onGrid }: Props) {
  const { t } = useWords();
  const whole = upload.errors.some((error) => error.row === 0);
  return (
    <div className="problems">
      <WholeFile upload={upload} />
      {upload.problems.length === 0 ? (
        !whole && <p className="notice">{t.intake.noProblem}</p>
      ) : (
        <>
          <p className="soft">{t.intake.mendHelp}</p>
          <ul>
            {upload.problems.map((problem) => (
              <li
                key={`${problem.severity}${problem.code}${problem.column}`}
                data-severity={problem.severity}
              >
                <OneKind
                  upload={upload}
                  problem={problem}
                  open={open}
                  onPlace={() => onPlace(problem)}
                  onGrid={() => onGrid(rowsOf(problem))}
                />
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** What is wrong with the file as a whole, which belongs to no kind. */
export function WholeFile({ upload }: { upload: Upload }) {
  return upload.errors
    .filter((error) => error.row === 0)
    .map((error) => (
      <div className="trouble" key={`${error.code}${error.column}`}>
        <p>{error.message}</p>
      </div>
    ));
}

interface OneProps {
  upload: Upload;
  problem: Problem;
  open: boolean;
  onPlace: () => void;
  onGrid: () => void;
}

function OneKind({ upload, problem, open, onPlace, onGrid }: OneProps) {
  const { t, f } = useWords();
  const repair = useRepair(upload.id);
  const { code, column, severity, count, values } = problem;
  const offered = problem.repair === "replace" || problem.repair === "move";
  // Each place that was meant is named, since the message has the first alone.
  const severalPlaces =
    problem.repair === "place" && values.length > 1 && values.every((v) => v.value);
  const mend = (value?: string, to?: string) =>
    repair.mutate({
      code,
      column,
      ...(value === undefined ? {} : { value }),
      ...(to === undefined ? {} : { to }),
    });
  return (
    <>
      <p className="problem-head">
        <span className={severity === "error" ? "bad" : "warn"}>
          {t.intake.severities[severity]}
        </span>
        {column && <span className="code">{column}</span>}
        <span className="soft num">{t.intake.rowsTouched(count, f.number(count))}</span>
      </p>
      <p>
        <Told problem={problem} />
      </p>
      {problem.repair !== "edit" && <Lines problem={problem} />}
      {(offered || problem.repair === "choose" || severalPlaces) && (
        <Values problem={problem} open={open} pending={repair} mend={mend} />
      )}
      {problem.repair === "edit" && <Cells upload={upload} problem={problem} open={open} />}
      <div className="actions">
        {open && offered && values.length > 1 && (
          <Button size="xs" loading={repair.isPending} onClick={() => mend()}>
            {t.intake.mendAll(count, f.number(count))}
          </Button>
        )}
        {open && problem.repair === "place" && (
          <Button
            size="xs"
            leftSection={<IconMapPin size={14} aria-hidden="true" />}
            onClick={onPlace}
          >
            {t.intake.place}
          </Button>
        )}
        <Button size="xs" variant="subtle" onClick={onGrid}>
          {open ? t.intake.editCells : t.intake.seeCells}
        </Button>
      </div>
      {repair.error && <Trouble error={repair.error} />}
    </>
  );
}

/** Line numbers listed of one problem. */
const listed = 12;

function Lines({ problem: { rows, count } }: { problem: Problem }) {
  const { t, f } = useWords();
  const told = rows.slice(0, listed);
  const rest = count - told.length;
  return (
    <p className="soft">
      {t.lists.lines(told.length, told.join(", "))}
      {rest > 0 && rows.length > listed && ` ${t.lists.more(rest, f.number(rest))}`}
    </p>
  );
}

// What is wrong in a list and what to do, grouped so that one repair is read once.
import type { RowError } from "../api/client";
import { useWords } from "../i18n/words";
import { type FaultGroup, groupFaults } from "./faults";

interface Props {
  title: string;
  faults: RowError[];
  tone: "bad" | "warn";
}

/** Rows shown one by one, and line numbers listed when there is nothing else to show. */
const shown = 5;
const listed = 20;

export function RowFaults({ title, faults, tone }: Props) {
  const { t, f } = useWords();
  if (faults.length === 0) return null;
  return (
    <section className="faults" data-tone={tone}>
      <h2>{title}</h2>
      <ul>
        {groupFaults(faults).map((group) => {
          const same = group.faults.every((fault) => fault.message === group.faults[0]?.message);
          return (
            <li key={`${group.code} ${group.column}`}>
              <p>
                {group.column && (
                  <span className="code">
                    {t.lists.column} {group.column}
                  </span>
                )}
                {same && <span>{group.faults[0]?.message}</span>}
              </p>
              {same &&
              group.faults.every((fault) => fault.row > 0 && !fault.value && !fault.repair) ? (
                <p className="soft">
                  {t.lists.lines(
                    group.faults.length,
                    group.faults
                      .slice(0, listed)
                      .map((fault) => f.number(fault.row))
                      .join(", "),
                  )}{" "}
                  {group.faults.length > listed &&
                    t.lists.more(
                      group.faults.length - listed,
                      f.number(group.faults.length - listed),
                    )}
                </p>
              ) : (
                <FaultRows group={group} same={same} />
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function FaultRows({ group, same }: { group: FaultGroup; same: boolean }) {
  const { t, f } = useWords();
  return (
    <>
      <ul className="fault-rows">
        {group.faults.slice(0, shown).map((fault, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one row may have the same fault twice
          <li key={`${fault.row} ${i}`}>
            <span className="soft num">
              {fault.row > 0 ? t.lists.line(fault.row) : t.lists.wholeFile}
            </span>
            <span>
              {fault.value && <q>{fault.value}</q>} {!same && fault.message}
              {fault.repair && (
                <span className="repair">
                  {t.lists.repair} <q>{fault.repair}</q>
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
      {group.faults.length > shown && (
        <p className="soft">
          {t.lists.more(group.faults.length - shown, f.number(group.faults.length - shown))}
        </p>
      )}
    </>
  );
}

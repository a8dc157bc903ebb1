// What is wrong in a list and what to do, grouped so that one repair is read once.
import type { RowError } from "../api/client";
import { useWords } from "../i18n/words";
import { groupFaults } from "./faults";

interface Props {
  title: string;
  faults: RowError[];
  tone: "bad" | "warn";
}

const shown = 5;

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
            </li>
          );
        })}
      </ul>
    </section>
  );
}

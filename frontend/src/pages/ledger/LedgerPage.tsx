// What each member had brought at a quarter's end, and since it joined.
import { NativeSelect } from "@mantine/core";
import { useMemo } from "react";
import { useAddress } from "../../address/useAddress";
import { type LedgerLine, ledgerPath, useLedger } from "../../api/ledger";
import { useMay } from "../../api/may";
import { useWords } from "../../i18n/words";
import { Announce } from "../../parts/Announce";
import { Answered } from "../../parts/Answered";
import { Head } from "../../parts/Head";
import { useMemberNames } from "../../parts/MemberName";
import { type RankedColumn, RankedTable } from "../../parts/RankedTable";
import { SourceLine } from "../../parts/SourceLine";
import { Weighed } from "../../parts/Weighed";
import { ChartSection } from "./ChartSection";
import { OneMember } from "./OneMember";
import { quarterEnd } from "./quarter";
import { useQuarterNames } from "./useQuarterNames";

export function LedgerPage() {
  const { t } = useWords();
  const may = useMay();
  const ledger = useLedger(may.planning);
  return (
    <Weighed layer={ledger.data?.items[0]?.layer ?? ""}>
      <section className="page ledger-page">
        <Head title={t.ledger.title} lead={t.ledger.lead} />
        {may.planning ? (
          <Answered query={ledger}>{({ items }) => <Ledger lines={items} />}</Answered>
        ) : (
          <p className="notice">{t.ledger.notYours}</p>
        )}
        <SourceLine />
      </section>
    </Weighed>
  );
}

function Ledger({ lines }: { lines: LedgerLine[] }) {
  const { t, f } = useWords();
  const { address, go } = useAddress();
  const quarters = useQuarterNames();
  const days = useMemo(() => [...new Set(lines.map((line) => line.day))], [lines]);
  const newest = days[0];
  if (newest === undefined)
    return <p className="notice">{t.ledger.none(f.date(quarterEnd(new Date())))}</p>;
  const day = days.includes(address.quarter) ? address.quarter : newest;
  const members = new Set(lines.map((line) => line.member));
  // Who reads one member's lines alone has nobody to choose.
  const alone = members.size === 1 ? lines[0]?.member : undefined;
  const of = alone ?? (address.of !== null && members.has(address.of) ? address.of : null);
  const then = lines.filter((line) => line.day === day);
  return (
    <>
      <Announce text={t.ledger.announce(quarters.long(day), then.length)} />
      <div className="ledger-head">
        <NativeSelect
          size="xs"
          label={t.ledger.quarter}
          value={day}
          data={days.map((value) => ({ value, label: quarters.long(value) }))}
          onChange={(event) =>
            go({
              quarter: event.currentTarget.value === newest ? "" : event.currentTarget.value,
            })
          }
        />
        <p className="ledger-exports">
          <span className="soft">{t.ledger.exported}</span>
          {(["xlsx", "csv"] as const).map((format) => (
            <a
              key={format}
              href={ledgerPath(format)}
              download
              aria-label={`${t.ledger.exported}, ${format.toUpperCase()}`}
            >
              {format.toUpperCase()}
            </a>
          ))}
        </p>
      </div>
      {of !== null && <OneMember of={of} line={then.find((line) => line.member === of)} />}
      <ChartSection lines={lines} of={of} day={day} />
      {alone === undefined && <Ranking lines={then} day={day} chosen={of} />}
      <p className="soft">{t.ledger.rule}</p>
    </>
  );
}

interface Row extends LedgerLine {
  code: string;
  name: string;
}

function Ranking({
  lines,
  day,
  chosen,
}: {
  lines: LedgerLine[];
  day: string;
  chosen: string | null;
}) {
  const { t, f } = useWords();
  const { go } = useAddress();
  const nameOf = useMemberNames();
  const rows = useMemo<Row[]>(
    () => lines.map((line) => ({ ...line, code: line.member, name: nameOf(line.member).name })),
    [lines, nameOf],
  );
  const columns = useMemo<RankedColumn<Row>[]>(
    () =>
      (["shapley", "given", "received", "cumulated"] as const).map((id) => ({
        id,
        header: t.ledger.columns[id],
        value: (row) => row[id].weight,
        cell: (row) => (
          <>
            {f.weight(row[id].weight, "")}
            {id === "cumulated" && (
              <span className="ranked-note">{t.ledger.quarters(f.number(row.quarters))}</span>
            )}
          </>
        ),
      })),
    [t, f],
  );
  return (
    <section className="detail">
      <h2>
        {t.ledger.ranking} <span className="soft">{t.ledger.until(f.date(day))}</span>
      </h2>
      <RankedTable
        label={t.ledger.ranking}
        nameHeader={t.lists.member}
        rows={rows}
        columns={columns}
        sortedBy="shapley"
        chosen={chosen ?? undefined}
        dot={(row) => nameOf(row.member).color}
        note={(row) =>
          row.confirmed_on ? t.ledger.confirmed(f.day(row.confirmed_on)) : t.ledger.unconfirmed
        }
        onChoose={(row) => go({ of: row.code })}
      />
    </section>
  );
}

// A ranked table: sortable by any column, filtered by name, shown a hundred
// rows at a time so that 35,000 communes stay light.
import { Button, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import {
  type ColumnDef,
  createSortedRowModel,
  rowSortingFeature,
  type SortingState,
  sortFn_alphanumeric,
  sortFn_basic,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { type ReactNode, useMemo, useState } from "react";
import { useWords } from "../i18n/words";
import { MemberDot } from "./MemberName";

export interface RankedRow {
  code: string;
  name: string;
}

export interface RankedColumn<R extends RankedRow> {
  id: string;
  header: string;
  /** What the column sorts by. */
  value: (row: R) => number;
  cell: (row: R) => ReactNode;
}

interface Props<R extends RankedRow> {
  /** Accessible name of the table. */
  label: string;
  nameHeader: string;
  rows: R[];
  columns: RankedColumn<R>[];
  /** Column the table opens sorted by, from high to low; the rows' own order when absent. */
  sortedBy?: string;
  chosen?: string | undefined;
  /** A second line under the name, and a colour before it. */
  note?: (row: R) => string;
  dot?: (row: R) => string | undefined;
  onChoose: (row: R) => void;
}

const page = 100;
const first = 25;
const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric, basic: sortFn_basic },
});

const folded = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export function RankedTable<R extends RankedRow>(props: Props<R>) {
  const { label, nameHeader, rows, columns, sortedBy, chosen, note, dot, onChoose } = props;
  const { t, f, language } = useWords();
  const [sorting, setSorting] = useState<SortingState>(
    sortedBy ? [{ id: sortedBy, desc: true }] : [],
  );
  const [shown, setShown] = useState(first);
  const [filter, setFilter] = useState("");
  const data = useMemo(() => {
    const wanted = folded(filter.trim());
    return wanted
      ? rows.filter((r) => folded(r.name).includes(wanted) || r.code.startsWith(wanted))
      : rows;
  }, [rows, filter]);
  const definitions = useMemo<ColumnDef<typeof features, R>[]>(() => {
    const collator = new Intl.Collator(language);
    return [
      {
        id: "name",
        accessorFn: (row: R) => row.name,
        header: nameHeader,
        sortFn: (a, b) => collator.compare(a.original.name, b.original.name),
        sortDescFirst: false,
      },
      ...columns.map(
        (column): ColumnDef<typeof features, R> => ({
          id: column.id,
          accessorFn: column.value,
          header: column.header,
          sortFn: "basic",
          sortDescFirst: true,
        }),
      ),
    ];
  }, [columns, nameHeader, language]);
  const table = useTable({
    features,
    columns: definitions,
    data,
    state: { sorting },
    onSortingChange: setSorting,
    enableSortingRemoval: false,
  });
  const sorted = table.getRowModel().rows;
  return (
    <div className="ranked">
      {rows.length > first && (
        <TextInput
          size="xs"
          className="ranked-filter"
          aria-label={t.table.find}
          placeholder={t.table.find}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
      )}
      <table aria-label={label}>
        <thead>
          <tr>
            {table.getHeaderGroups()[0]?.headers.map((header) => {
              const way = header.column.getIsSorted();
              const Arrow = way === "asc" ? IconArrowUp : IconArrowDown;
              return (
                <th
                  key={header.id}
                  scope="col"
                  className={header.id === "name" ? undefined : "num"}
                  aria-sort={way === "asc" ? "ascending" : way === "desc" ? "descending" : "none"}
                >
                  <button type="button" onClick={header.column.getToggleSortingHandler()}>
                    {String(header.column.columnDef.header)}
                    {way && <Arrow size={12} stroke={2} aria-hidden="true" />}
                  </button>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, shown).map(({ original: row }) => (
            // The button in the row serves the keyboard; the row itself is a larger target for the mouse.
            <tr
              key={row.code}
              aria-current={chosen === row.code || undefined}
              onClick={() => onChoose(row)}
            >
              <th scope="row">
                <button type="button" title={t.table.goTo(row.name)}>
                  {dot && <MemberDot color={dot(row)} />}
                  {row.name}
                </button>
                {note && <span className="ranked-note">{note(row)}</span>}
              </th>
              {columns.map((column) => (
                <td key={column.id} className="num">
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {sorted.length === 0 && <p className="soft">{t.table.empty}</p>}
      {sorted.length > shown && (
        <div className="ranked-more">
          <Button variant="subtle" size="xs" onClick={() => setShown(shown + page)}>
            {t.table.more(f.number(Math.min(page, sorted.length - shown)))}
          </Button>
          <span className="soft">{t.table.shown(f.number(shown), f.number(sorted.length))}</span>
        </div>
      )}
    </div>
  );
}

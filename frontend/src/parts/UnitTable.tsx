// Figures of each unit, ranked, in the kind of unit chosen; a row leads to its unit.
import { type ReactNode, useMemo } from "react";
import { useAddress } from "../address/useAddress";
import { useWords } from "../i18n/words";
import { type RankedColumn, type RankedRow, RankedTable } from "./RankedTable";
import { ShareCell } from "./ShareCell";

interface Props<R extends RankedRow> {
  rows: R[];
  columns: RankedColumn<R>[];
  sortedBy: string;
}

export function UnitTable<R extends RankedRow>({ rows, columns, sortedBy }: Props<R>): ReactNode {
  const { t } = useWords();
  const { address, go } = useAddress();
  const kind = address.unit;
  return (
    <RankedTable
      key={kind}
      label={t.kindsMany[kind] ?? kind}
      nameHeader={t.kinds[kind] ?? t.table.unit}
      rows={rows}
      columns={columns}
      sortedBy={sortedBy}
      onChoose={(row) => go({ place: { kind, code: row.code }, at: null })}
    />
  );
}

interface Part {
  km2: number;
  weight: number;
  share: number;
}

/** Columns of a part of each unit: its weight, its share, its land. `of` stays the same function. */
export function usePartColumns<R extends RankedRow>(
  of: (row: R) => Part,
  weight: string,
  share: string,
  color: string,
) {
  const { t, f } = useWords();
  return useMemo<RankedColumn<R>[]>(
    () => [
      {
        id: "weight",
        header: weight,
        value: (row) => of(row).weight,
        cell: (row) => f.weight(of(row).weight, ""),
      },
      {
        id: "share",
        header: share,
        value: (row) => of(row).share,
        cell: (row) => <ShareCell share={of(row).share} color={color} />,
      },
      {
        id: "land",
        header: t.gaps.columns.land,
        value: (row) => of(row).km2,
        cell: (row) => f.number(of(row).km2, of(row).km2 < 100 ? 1 : 0),
      },
    ],
    [t, f, of, weight, share, color],
  );
}

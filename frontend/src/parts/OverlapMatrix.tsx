// The overlaps two by two; the diagonal is each member's own reach.
import type { Overlaps } from "../api/client";
import { useWords } from "../i18n/words";
import { MemberMatrix } from "./MemberMatrix";
import { useMemberNames } from "./MemberName";

export type Measure = "weight" | "km2";

interface Props {
  overlaps: Overlaps;
  measure: Measure;
  chosen: [string, string] | null;
  onChoose: (a: string, b: string) => void;
}

export function OverlapMatrix({ overlaps, measure, chosen, onChoose }: Props) {
  const { t, f } = useWords();
  const nameOf = useMemberNames();
  const amounts = new Map<string, number>();
  const sums = new Map<string, number>();
  for (const pair of overlaps.pairs) {
    amounts.set(`${pair.a} ${pair.b}`, pair[measure]);
    amounts.set(`${pair.b} ${pair.a}`, pair[measure]);
    sums.set(pair.a, (sums.get(pair.a) ?? 0) + pair[measure]);
    sums.set(pair.b, (sums.get(pair.b) ?? 0) + pair[measure]);
  }
  const own = new Map(overlaps.members.map((m) => [m.member, m[measure]]));
  const members = overlaps.members
    .filter((m) => m.km2 > 0)
    .map((m) => m.member)
    .sort((x, y) => (sums.get(y) ?? 0) - (sums.get(x) ?? 0));
  const write = (n: number) => (measure === "weight" ? f.weight(n) : f.km2(n));
  return (
    <MemberMatrix
      label={t.overlaps.matrix}
      members={members}
      amount={(row, column) => amounts.get(`${row} ${column}`) ?? 0}
      write={write}
      title={(row, column, n) =>
        row === column
          ? `${t.overlaps.own} : ${write(own.get(row) ?? 0)}`
          : `${t.overlaps.pair(nameOf(row).name, nameOf(column).name)} : ${write(n)}`
      }
      chosen={(row, column) => chosen?.includes(row) === true && chosen.includes(column)}
      onChoose={onChoose}
    />
  );
}

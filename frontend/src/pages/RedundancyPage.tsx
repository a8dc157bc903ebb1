// What is collected behind two hand-offs of distinct members, far enough apart.
import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import { useAddress } from "../address/useAddress";
import { useRedundancy } from "../api/answers";
import type { Schemas } from "../api/client";
import { filterOf } from "../api/filter";
import { useWords } from "../i18n/words";
import { Filters } from "../panel/Filters";
import { OnMap } from "../panel/OnMap";
import { UnitKind } from "../panel/UnitKind";
import { Announce } from "../parts/Announce";
import { Answered } from "../parts/Answered";
import { OnceBegun } from "../parts/Begin";
import { Figure } from "../parts/Figure";
import { Head } from "../parts/Head";
import { SourceLine } from "../parts/SourceLine";
import { UnitTable, usePartColumns } from "../parts/UnitTable";

type Row = Schemas["RedundancyUnit"];

const redundantOf = (row: Row) => row.redundant;

/** Least distances offered, in km. */
const distances = [0, 1, 5, 10, 25, 50, 100];

export function RedundancyPage() {
  const { t, f } = useWords();
  const { address } = useAddress();
  const [km, setKm] = useState(1);
  const redundancy = useRedundancy(filterOf(address), km, address.unit);
  const whole = t.wholes[address.territory] ?? "";
  const { columns: heads } = t.redundancy;
  const columns = usePartColumns(redundantOf, heads.weight, heads.share, "var(--c-depth-5)");
  return (
    <section className="page">
      <Head title={t.redundancy.title} lead={t.redundancy.lead} />
      <OnceBegun>
        <Filters />
        <NativeSelect
          size="xs"
          label={t.redundancy.km}
          value={String(km)}
          data={distances.map((n) => ({ value: String(n), label: t.redundancy.apart(n) }))}
          onChange={(event) => setKm(Number(event.currentTarget.value))}
        />
        <Answered query={redundancy}>
          {(data) => (
            <>
              <Announce text={`${f.percent(data.redundant.share)} ${t.redundancy.of(whole)}`} />
              <div className="figures">
                <Figure
                  value={f.percent(data.redundant.share)}
                  of={t.redundancy.of(whole)}
                  detail={f.weightOf(data.redundant.weight, data.territory.weight)}
                />
                <Figure
                  small
                  value={f.percent(
                    data.covered.weight > 0 ? data.redundant.weight / data.covered.weight : 0,
                  )}
                  of={t.redundancy.ofCovered}
                  detail={f.weightOf(data.redundant.weight, data.covered.weight)}
                />
              </div>
              <p className="soft">
                {t.redundancy.zones(data.zones, f.number(data.zones))}
                {data.left_out > 0 &&
                  ` ${t.redundancy.leftOut(data.left_out, f.number(data.left_out))}`}
              </p>
              <OnMap />
              <p className="soft">{t.redundancy.onMap}</p>
              <section className="detail">
                <UnitKind />
                {data.redundant.km2 === 0 ? (
                  <p className="notice">{t.redundancy.none}</p>
                ) : (
                  <UnitTable
                    rows={(data.units ?? []).filter((row) => row.redundant.km2 > 0)}
                    columns={columns}
                    sortedBy="weight"
                  />
                )}
              </section>
            </>
          )}
        </Answered>
      </OnceBegun>
      <SourceLine />
    </section>
  );
}

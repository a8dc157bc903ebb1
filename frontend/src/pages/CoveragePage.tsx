// What the members collect together.
import { useMemo } from "react";
import { useAddress } from "../address/useAddress";
import { useCoverage } from "../api/answers";
import type { Coverage } from "../api/client";
import { filterOf } from "../api/filter";
import { useWords } from "../i18n/words";
import { Filters } from "../panel/Filters";
import { OnMap } from "../panel/OnMap";
import { UnitKind } from "../panel/UnitKind";
import { Announce } from "../parts/Announce";
import { Answered } from "../parts/Answered";
import { FirstList, OnceBegun } from "../parts/Begin";
import { DepthLegend } from "../parts/DepthLegend";
import { Figure } from "../parts/Figure";
import { AnswerFiles } from "../parts/FileLinks";
import { Head } from "../parts/Head";
import type { RankedColumn } from "../parts/RankedTable";
import { ShareCell } from "../parts/ShareCell";
import { SourceLine } from "../parts/SourceLine";
import { UnitTable } from "../parts/UnitTable";

export function CoveragePage() {
  const { t, f } = useWords();
  const { address } = useAddress();
  const filter = filterOf(address);
  const coverage = useCoverage(filter);
  const whole = t.wholes[address.territory] ?? "";
  return (
    <section className="page">
      <Head title={t.coverage.title} />
      <OnceBegun>
        <FirstList />
        <Filters />
        <Answered query={coverage}>
          {(data) => (
            <>
              <Announce text={t.coverage.announce(f.percent(data.covered.share), whole)} />
              <div className="figures">
                <Figure
                  value={f.percent(data.covered.share)}
                  of={t.coverage.of(whole)}
                  detail={f.weightOf(data.covered.weight, data.territory.weight)}
                />
                <Figure
                  small
                  value={f.percent(
                    data.territory.km2 > 0 ? data.covered.km2 / data.territory.km2 : 0,
                  )}
                  of={t.coverage.land}
                  detail={f.km2Of(data.covered.km2, data.territory.km2)}
                />
              </div>
              {data.covered.km2 === 0 && <p className="notice">{t.coverage.empty}</p>}
              <DepthLegend coverage={data} />
            </>
          )}
        </Answered>
        <OnMap />
        <Units />
        <AnswerFiles
          of="coverage"
          areas={t.coverage.areas}
          unit={address.unit}
          query={{ ...filter }}
        />
      </OnceBegun>
      <SourceLine />
    </section>
  );
}

type Row = NonNullable<Coverage["units"]>[number];

function Units() {
  const { t, f } = useWords();
  const { address } = useAddress();
  const units = useCoverage(filterOf(address), address.unit);
  const columns = useMemo<RankedColumn<Row>[]>(
    () => [
      {
        id: "share",
        header: t.coverage.columns.share,
        value: (row) => row.covered.share,
        cell: (row) => <ShareCell share={row.covered.share} color="var(--c-depth-4)" />,
      },
      {
        id: "depth",
        header: t.coverage.columns.depthMax,
        value: (row) => row.depth_max,
        cell: (row) => f.number(row.depth_max),
      },
      {
        id: "weight",
        header: t.coverage.columns.weight,
        value: (row) => row.weight,
        cell: (row) => f.weight(row.weight, ""),
      },
    ],
    [t, f],
  );
  return (
    <section className="detail">
      <UnitKind />
      <Answered query={units}>
        {(data) => <UnitTable rows={data.units ?? []} columns={columns} sortedBy="weight" />}
      </Answered>
    </section>
  );
}

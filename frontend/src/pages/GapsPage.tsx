// What nobody collects.
import { SegmentedControl } from "@mantine/core";
import { useMemo } from "react";
import { useAddress } from "../address/useAddress";
import { useGaps } from "../api/answers";
import type { Gaps } from "../api/client";
import { filterOf } from "../api/filter";
import { useWords } from "../i18n/words";
import { Filters } from "../panel/Filters";
import { OnMap } from "../panel/OnMap";
import { UnitKind } from "../panel/UnitKind";
import { Announce } from "../parts/Announce";
import { Answered } from "../parts/Answered";
import { OnceBegun } from "../parts/Begin";
import { Figure } from "../parts/Figure";
import { AnswerFiles } from "../parts/FileLinks";
import { Head } from "../parts/Head";
import { SourceLine } from "../parts/SourceLine";
import { UnitTable, usePartColumns } from "../parts/UnitTable";
import { GapRegions } from "./GapRegions";

type Row = NonNullable<Gaps["units"]>[number];

const gapOf = (row: Row) => row.gap;

export function GapsPage() {
  const { t, f } = useWords();
  const { address, go } = useAddress();
  const gaps = useGaps(filterOf(address), address.unit);
  const whole = t.wholes[address.territory] ?? "";
  const units = gaps.data?.units;
  const uncovered = useMemo(() => (units ?? []).filter((row) => row.gap.km2 > 0), [units]);
  const { columns: heads } = t.gaps;
  const columns = usePartColumns(gapOf, heads.weight, heads.share, "var(--c-gap)");
  return (
    <section className="page">
      <Head title={t.gaps.title} lead={t.gaps.lead} />
      <OnceBegun>
        <Filters />
        <Answered query={gaps}>
          {(data) => (
            <>
              <Announce text={`${f.percent(data.gap.share)} ${t.gaps.of(whole)}`} />
              <div className="figures">
                <Figure
                  value={f.percent(data.gap.share)}
                  of={t.gaps.of(whole)}
                  detail={f.weightOf(data.gap.weight, data.territory.weight)}
                />
                <Figure
                  small
                  value={f.percent(data.territory.km2 > 0 ? data.gap.km2 / data.territory.km2 : 0)}
                  of={t.coverage.land}
                  detail={f.km2Of(data.gap.km2, data.territory.km2)}
                />
              </div>
              <p className="key">
                <span className="swatch swatch-none" aria-hidden="true" /> {t.gaps.legend}
              </p>
              <OnMap />
              <section className="detail">
                <SegmentedControl
                  size="xs"
                  aria-label={t.table.unitKind}
                  value={address.regions ? "regions" : "units"}
                  onChange={(value) => go({ regions: value === "regions" }, { replace: true })}
                  data={[
                    { value: "units", label: t.gaps.byUnit },
                    { value: "regions", label: t.gaps.byRegion },
                  ]}
                />
                {!address.regions && <UnitKind />}
                {data.gap.km2 === 0 ? (
                  <p className="notice">{t.gaps.none}</p>
                ) : address.regions ? (
                  <GapRegions />
                ) : (
                  <UnitTable rows={uncovered} columns={columns} sortedBy="weight" />
                )}
              </section>
            </>
          )}
        </Answered>
        <AnswerFiles
          of="gaps"
          areas={t.gaps.byRegion}
          unit={address.unit}
          query={{ ...filterOf(address) }}
        />
      </OnceBegun>
      <SourceLine />
    </section>
  );
}

// What the pool opens to one member beyond its own reach.
import { useMemo } from "react";
import { useAddress } from "../address/useAddress";
import { useCoverage, useOpenings } from "../api/answers";
import type { Openings } from "../api/client";
import { filterOf } from "../api/filter";
import { useMay } from "../api/may";
import { useWords } from "../i18n/words";
import { Filters } from "../panel/Filters";
import { OnMap } from "../panel/OnMap";
import { UnitKind } from "../panel/UnitKind";
import { Announce } from "../parts/Announce";
import { Answered } from "../parts/Answered";
import { OnceBegun } from "../parts/Begin";
import { DepthKey } from "../parts/DepthKey";
import { Head } from "../parts/Head";
import { MemberDot, MemberName, useMemberNames } from "../parts/MemberName";
import { MemberSelect } from "../parts/MemberSelect";
import { Partners } from "../parts/Partners";
import type { RankedColumn } from "../parts/RankedTable";
import { SourceLine } from "../parts/SourceLine";
import { StackedBar } from "../parts/StackedBar";
import { UnitTable } from "../parts/UnitTable";
import { useOwnFirst } from "../parts/useOwnFirst";
import { Exchange } from "./Exchange";

type Row = NonNullable<Openings["units"]>[number];

export function OpeningsPage() {
  const { t } = useWords();
  const { address, go } = useAddress();
  const may = useMay();
  useOwnFirst(!may.plan);
  return (
    <section className="page">
      <Head title={t.openings.title} lead={t.openings.lead} />
      <OnceBegun>
        <MemberSelect label={t.lists.member} value={address.of} onChange={(of) => go({ of })} />
        <Filters members={false} />
        {address.of ? (
          <Answer member={address.of} />
        ) : (
          <>
            <p className="notice">{t.openings.chooseHelp}</p>
            <DepthKey />
            {may.plan && <Exchange />}
          </>
        )}
      </OnceBegun>
      <SourceLine />
    </section>
  );
}

function Answer({ member }: { member: string }) {
  const { t, f } = useWords();
  const { address } = useAddress();
  const filter = filterOf(address, { members: false });
  const openings = useOpenings(member, filter, address.unit);
  const whole = useCoverage(filter);
  const nameOf = useMemberNames();
  const columns = useMemo<RankedColumn<Row>[]>(
    () => [
      {
        id: "weight",
        header: t.openings.columns.weight,
        value: (row) => row.weight,
        cell: (row) => f.weight(row.weight, ""),
      },
      {
        id: "land",
        header: t.openings.columns.land,
        value: (row) => row.km2,
        cell: (row) => f.number(row.km2, row.km2 < 100 ? 1 : 0),
      },
      {
        id: "partners",
        header: t.openings.columns.partners,
        value: (row) => row.partners.length,
        cell: (row) => {
          const names = row.partners.map((slug) => nameOf(slug).name).join(", ");
          return (
            <span className="dots" role="img" aria-label={names} title={names}>
              {row.partners.slice(0, 6).map((slug) => (
                <MemberDot key={slug} color={nameOf(slug).color} />
              ))}
              {row.partners.length > 6 && <span className="soft">+{row.partners.length - 6}</span>}
            </span>
          );
        },
      },
    ],
    [t, f, nameOf],
  );
  return (
    <Answered query={openings}>
      {(data) => {
        const total = whole.data?.territory.weight ?? data.pool.weight;
        return (
          <>
            <Announce
              text={`${f.weight(data.opened.weight)} ${t.openings.openedTo} ${nameOf(member).name}.`}
            />
            <div className="figures">
              <div className="figure">
                <span className="figure-value opening">+ {f.weight(data.opened.weight)}</span>
                <span className="figure-of">
                  {t.openings.openedTo} <MemberName slug={member} />
                </span>
                <span className="figure-detail">
                  {data.own.weight > 0
                    ? t.openings.times(f.number(data.pool.weight / data.own.weight, 1))
                    : t.openings.fromNothing}
                </span>
              </div>
            </div>
            <StackedBar
              total={total}
              parts={[
                { label: t.openings.own, color: "var(--c-reach)", ...data.own },
                { label: t.openings.opened, color: "var(--c-opening)", ...data.opened },
              ]}
              rest={t.openings.rest}
            />
            {data.opened.km2 === 0 && <p className="notice">{t.openings.none}</p>}
            {data.partners.length > 0 && <Partners partners={data.partners} />}
            <OnMap />
            {data.opened.km2 > 0 && (
              <section className="detail">
                <UnitKind />
                <UnitTable rows={data.units ?? []} columns={columns} sortedBy="weight" />
              </section>
            )}
          </>
        );
      }}
    </Answered>
  );
}

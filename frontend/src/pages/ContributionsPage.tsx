// What each member brings to the pool, and what it gets.
import { useMemo } from "react";
import { useAddress } from "../address/useAddress";
import { useContributions } from "../api/answers";
import type { Schemas } from "../api/client";
import { filterOf } from "../api/filter";
import { useMembers } from "../api/inventory";
import { useWords } from "../i18n/words";
import { Filters } from "../panel/Filters";
import { OnMap } from "../panel/OnMap";
import { Announce } from "../parts/Announce";
import { Answered } from "../parts/Answered";
import { OnceBegun } from "../parts/Begin";
import { Head } from "../parts/Head";
import { MemberName, useMemberNames } from "../parts/MemberName";
import { type RankedColumn, RankedTable } from "../parts/RankedTable";
import { ShareCell } from "../parts/ShareCell";
import { SourceLine } from "../parts/SourceLine";

type Contributions = Schemas["Contributions"];
type Contribution = Schemas["Contribution"];
interface Row extends Contribution {
  code: string;
  name: string;
}

export function ContributionsPage() {
  const { t } = useWords();
  const { address } = useAddress();
  const contributions = useContributions(filterOf(address));
  return (
    <section className="page">
      <Head title={t.contributions.title} lead={t.contributions.lead} />
      <OnceBegun>
        <Filters />
        <Answered query={contributions}>{(data) => <Answer data={data} />}</Answered>
      </OnceBegun>
      <SourceLine />
    </section>
  );
}

function Answer({ data }: { data: Contributions }) {
  const { t, f } = useWords();
  const { address, go } = useAddress();
  const nameOf = useMemberNames();
  const members = useMembers();
  const whole = data.covered.weight;
  const rows = useMemo<Row[]>(
    () => data.members.map((m) => ({ ...m, code: m.member, name: nameOf(m.member).name })),
    [data, nameOf],
  );
  const columns = useMemo<RankedColumn<Row>[]>(
    () => [
      {
        id: "shapley",
        header: t.contributions.columns.shapley,
        value: (row) => row.shapley.weight,
        cell: (row) => (
          <ShareCell share={whole > 0 ? row.shapley.weight / whole : 0} color="var(--c-opening)" />
        ),
      },
      {
        id: "unique",
        header: t.contributions.columns.unique,
        value: (row) => row.unique.weight,
        cell: (row) => f.weight(row.unique.weight, ""),
      },
      {
        id: "balance",
        header: t.contributions.columns.balance,
        value: (row) => (row.received ? row.received.weight - row.given.weight : 0),
        cell: (row) => (row.received ? f.signed(row.received.weight - row.given.weight) : "–"),
      },
    ],
    [t, f, whole],
  );
  if (rows.length === 0) return <p className="notice">{t.coverage.empty}</p>;
  const chosen = rows.find((row) => row.code === address.of);
  // What has no name has no page and no reach on the map.
  const known = (slug: string) => members.data?.some((m) => m.slug === slug);
  return (
    <>
      <Announce text={t.contributions.announce(rows.length)} />
      {chosen && <Detail row={chosen} whole={whole} />}
      <section className="detail">
        <h2>
          {t.contributions.ranking}{" "}
          <span className="soft">{t.contributions.of(f.weight(whole))}</span>
        </h2>
        <RankedTable
          label={t.contributions.ranking}
          nameHeader={t.lists.member}
          rows={rows}
          columns={columns}
          sortedBy="shapley"
          chosen={address.of ?? undefined}
          onChoose={(row) => known(row.code) && go({ of: row.code })}
        />
        <p className="soft">{t.contributions.rule}</p>
      </section>
      <OnMap />
    </>
  );
}

function Detail({ row, whole }: { row: Contribution; whole: number }) {
  const { t, f } = useWords();
  const amount = (label: string, help: string, of: { weight: number; km2: number } | undefined) =>
    of && (
      <tr>
        <th scope="row">
          {label} <span className="rows-more">{help}</span>
        </th>
        <td className="num">{f.weight(of.weight)}</td>
        <td className="num soft">{f.km2(of.km2)}</td>
      </tr>
    );
  return (
    <section className="detail" aria-labelledby="contribution-of">
      <h2 id="contribution-of">
        <MemberName slug={row.member} />
      </h2>
      <p>
        <span className="figure-value">
          {f.percent(whole > 0 ? row.shapley.weight / whole : 0)}
        </span>{" "}
        {t.contributions.ofCovered}
      </p>
      <table className="plain">
        <tbody>
          {amount(t.contributions.shapley, t.contributions.shapleyHelp, row.shapley)}
          {amount(t.contributions.reach, t.contributions.reachHelp, row.reach)}
          {amount(t.contributions.unique, t.contributions.uniqueHelp, row.unique)}
          {amount(t.contributions.given, t.contributions.givenHelp, row.given)}
          {amount(t.contributions.received, t.contributions.receivedHelp, row.received)}
        </tbody>
      </table>
      <p className="soft">
        {row.confirmed_on
          ? t.contributions.confirmed(f.date(row.confirmed_on))
          : t.contributions.unconfirmed}
      </p>
    </section>
  );
}

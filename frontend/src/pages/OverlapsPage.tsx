// Where two members collect at the same place.
import { CloseButton, SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { useAddress } from "../address/useAddress";
import { useOverlaps } from "../api/answers";
import type { Overlaps } from "../api/client";
import { filterOf } from "../api/filter";
import { useWords } from "../i18n/words";
import { Filters } from "../panel/Filters";
import { OnMap } from "../panel/OnMap";
import { Announce } from "../parts/Announce";
import { Answered } from "../parts/Answered";
import { OnceBegun } from "../parts/Begin";
import { Head } from "../parts/Head";
import { MemberName, useMemberNames } from "../parts/MemberName";
import { type Measure, OverlapMatrix } from "../parts/OverlapMatrix";
import { PairList } from "../parts/PairList";
import { SourceLine } from "../parts/SourceLine";

export function OverlapsPage() {
  const { t } = useWords();
  const { address } = useAddress();
  const overlaps = useOverlaps(filterOf(address));
  return (
    <section className="page">
      <Head title={t.overlaps.title} lead={t.overlaps.lead} />
      <OnceBegun>
        <Filters />
        <Answered query={overlaps}>{(data) => <Answer overlaps={data} />}</Answered>
      </OnceBegun>
      <SourceLine />
    </section>
  );
}

function Answer({ overlaps }: { overlaps: Overlaps }) {
  const { t, f } = useWords();
  const { address, go } = useAddress();
  const nameOf = useMemberNames();
  const [measure, setMeasure] = useState<Measure>("weight");
  const amount = (of: { km2: number; weight: number }) =>
    measure === "weight" ? f.weight(of.weight) : f.km2(of.km2);
  const { pair } = address;
  const pairs = overlaps.pairs.filter((p) => p.km2 > 0).sort((x, y) => y[measure] - x[measure]);
  const chosen = pair && overlaps.pairs.find((p) => pair.includes(p.a) && pair.includes(p.b));
  if (overlaps.members.filter((m) => m.km2 > 0).length < 2) {
    return <p className="notice">{t.overlaps.few}</p>;
  }
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label={t.overlaps.measure}
        value={measure}
        onChange={(value) => setMeasure(value as Measure)}
        data={[
          { value: "weight", label: t.overlaps.weight },
          { value: "km2", label: t.overlaps.land },
        ]}
      />
      {pair && (
        <section className="pair">
          <Announce text={t.overlaps.pair(nameOf(pair[0]).name, nameOf(pair[1]).name)} />
          <div className="pair-head">
            <p>
              <MemberName slug={pair[0]} />
              <MemberName slug={pair[1]} />
            </p>
            <CloseButton aria-label={t.overlaps.clear} onClick={() => go({ pair: null })} />
          </div>
          <p className="figure-value">{amount(chosen ?? { km2: 0, weight: 0 })}</p>
          {pair.map((slug) => {
            const own = overlaps.members.find((m) => m.member === slug);
            const part = chosen && own && own[measure] > 0 ? chosen[measure] / own[measure] : 0;
            return (
              <p key={slug} className="soft">
                {t.overlaps.share(f.percent(part), nameOf(slug).name)}
              </p>
            );
          })}
          <p className="key">
            <span
              className="swatch"
              style={{ background: "var(--c-depth-5)" }}
              aria-hidden="true"
            />{" "}
            {t.overlaps.both}
            <span
              className="swatch"
              style={{ background: "var(--c-depth-1)" }}
              aria-hidden="true"
            />{" "}
            {t.overlaps.single}
          </p>
        </section>
      )}
      {pairs.length === 0 ? (
        <p className="notice">{t.overlaps.none}</p>
      ) : (
        <>
          <OverlapMatrix
            overlaps={overlaps}
            measure={measure}
            chosen={pair}
            onChoose={(a, b) => go({ pair: [a, b] })}
          />
          <PairList pairs={pairs} amount={amount} onChoose={(a, b) => go({ pair: [a, b] })} />
        </>
      )}
      <OnMap />
    </>
  );
}

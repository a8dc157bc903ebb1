// What is here: at a point of the map, or in a unit found by name.
import { CloseButton } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";
import { useAddress } from "../address/useAddress";
import { useCoverage, useEligibility } from "../api/answers";
import type { Eligibility, Unit } from "../api/client";
import { filterOf, hasDay } from "../api/filter";
import { useMay } from "../api/may";
import { useUnit } from "../api/territory";
import { useWords } from "../i18n/words";
import { Filters } from "../panel/Filters";
import { Announce } from "../parts/Announce";
import { Answered } from "../parts/Answered";
import { DepthKey } from "../parts/DepthKey";
import { Figure } from "../parts/Figure";
import { Offers } from "../parts/Offers";
import { SourceLine } from "../parts/SourceLine";

export function HerePage() {
  const { address } = useAddress();
  if (address.at) return <Point at={address.at} />;
  if (!address.place) return null;
  return address.place.kind === "commune" ? (
    <Commune code={address.place.code} />
  ) : (
    <Group kind={address.place.kind} code={address.place.code} />
  );
}

function Frame({
  title,
  lead,
  children,
}: {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useWords();
  const { address, go } = useAddress();
  const heading = useRef<HTMLHeadingElement>(null);
  const key = address.place ? `${address.place.kind}:${address.place.code}` : "";
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new place moves the focus, a re-render does not
  useEffect(() => {
    // A click on the map keeps its focus, so that arrows go on moving it.
    if (!document.activeElement?.classList.contains("maplibregl-canvas")) {
      heading.current?.focus({ preventScroll: true });
    }
  }, [key]);
  return (
    <section className="page here">
      <header className="page-head">
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead && <p className="soft">{lead}</p>}
        </div>
        <CloseButton aria-label={t.here.close} onClick={() => go({ at: null, place: null })} />
      </header>
      {children}
      <DepthKey />
      <SourceLine />
    </section>
  );
}

/** What a unit is, in one line. */
function useUnitFacts() {
  const { t, f } = useWords();
  return (unit: Unit) =>
    [
      `${t.kinds[unit.kind] ?? unit.kind} ${unit.code}`,
      unit.postcodes && unit.postcodes.length > 0 && unit.postcodes.slice(0, 3).join(", "),
      f.weight(unit.population, t.units.people),
    ]
      .filter(Boolean)
      .join(" · ");
}

function Point({ at }: { at: [number, number] }) {
  const { t } = useWords();
  const { address } = useAddress();
  const eligibility = useEligibility({ at }, filterOf(address));
  const facts = useUnitFacts();
  const commune = eligibility.data?.commune;
  return (
    <Frame title={commune?.name ?? t.here.title} lead={commune ? facts(commune) : undefined}>
      <Filters members={false} figures={false} day={hasDay(address)} />
      <Answered query={eligibility}>
        {(data) => <Found data={data} nothing={data.commune ? t.here.noneHelp : t.here.outside} />}
      </Answered>
      <p className="soft coordinates">
        {at[1].toFixed(5)}, {at[0].toFixed(5)}
        {eligibility.data?.cell && (
          <>
            {" "}
            · {t.here.cell} <code>{eligibility.data.cell}</code>
          </>
        )}
      </p>
    </Frame>
  );
}

function Commune({ code }: { code: string }) {
  const { t } = useWords();
  const { address } = useAddress();
  const unit = useUnit(address.place);
  const eligibility = useEligibility({ insee: code }, filterOf(address));
  const facts = useUnitFacts();
  return (
    <Frame title={unit.data?.name ?? code} lead={unit.data && facts(unit.data)}>
      <Filters members={false} figures={false} day={hasDay(address)} />
      {unit.data && !unit.data.has_boundary && <p className="notice">{t.here.noBoundary}</p>}
      <Answered query={eligibility}>
        {(data) => <Found data={data} nothing={t.here.noneCommuneHelp} />}
      </Answered>
    </Frame>
  );
}

function Found({ data, nothing }: { data: Eligibility; nothing: string }) {
  const { t } = useWords();
  const { visitor } = useMay();
  const members = new Set(data.offers.map((offer) => offer.member)).size;
  if (members === 0) {
    return (
      <div className="nothing-here">
        <Announce text={visitor ? t.here.nonePublic : t.here.none} />
        <h2>{visitor ? t.here.nonePublic : t.here.none}</h2>
        <p className="soft">{visitor ? t.begin.signIn : nothing}</p>
      </div>
    );
  }
  return (
    <>
      <Announce text={t.here.by(members)} />
      <h2 className="here-by">{t.here.by(members)}</h2>
      <Offers offers={data.offers} />
      <p className="soft">{t.here.exact}</p>
    </>
  );
}

function Group({ kind, code }: { kind: string; code: string }) {
  const { t, f } = useWords();
  const { address } = useAddress();
  const unit = useUnit({ kind, code });
  const coverage = useCoverage(filterOf(address), kind);
  const facts = useUnitFacts();
  return (
    <Frame title={unit.data?.name ?? code} lead={unit.data && facts(unit.data)}>
      <Filters />
      <Answered query={coverage}>
        {(data) => {
          const row = data.units?.find((u) => u.code === code);
          if (!row) return <p className="notice">{t.table.empty}</p>;
          return (
            <>
              <div className="figures">
                <Figure
                  value={f.percent(row.covered.share)}
                  of={t.coverage.of(row.name)}
                  detail={f.weightOf(row.covered.weight, row.weight)}
                />
                <Figure
                  small
                  value={f.percent(row.km2 > 0 ? row.covered.km2 / row.km2 : 0)}
                  of={t.coverage.land}
                  detail={f.km2Of(row.covered.km2, row.km2)}
                />
              </div>
              {row.depth_max > 0 && <p>{t.coverage.upTo(row.depth_max)}</p>}
            </>
          );
        }}
      </Answered>
    </Frame>
  );
}

// A member's zones and PoPs, a page at a time; each leads to its place on the map.
import type { Onlooker } from "../address/address";
import type { Zone } from "../api/client";
import { usePops, useZones } from "../api/inventory";
import { useWords } from "../i18n/words";
import { mapFit, mapGoTo } from "../map/commands";
import { More } from "../parts/More";
import { StatusMark } from "../parts/StatusMark";
import { Technologies } from "../parts/Technologies";
import { Trouble } from "../parts/Trouble";

interface Props {
  slug: string;
  /** As whom they are seen; null: as oneself. */
  as?: Onlooker | null;
  /** Said when there are none. */
  nothing?: string;
}

export function ZoneList({ slug, as = null, nothing }: Props) {
  const { t, f } = useWords();
  const zones = useZones(slug, as);
  const items = zones.data?.pages.flatMap((page) => page.items) ?? [];
  if (zones.error) return <Trouble error={zones.error} retry={() => void zones.refetch()} />;
  if (zones.data && items.length === 0)
    return <p className="notice">{nothing ?? t.members.noZones}</p>;
  return (
    <>
      <ul className="entries">
        {items.map((zone) => (
          <li key={zone.code}>
            <button
              type="button"
              onClick={() => mapFit(zone.box as [number, number, number, number])}
            >
              <span className="entry-name">
                <StatusMark status={zone.status} />
                {zone.name}
                <span className="soft code">{zone.code}</span>
              </span>
              <span className="num">{f.weight(zone.weight, t.units.people)}</span>
              <span className="entry-more">
                <Technologies of={zone.technologies} />
                <span className="soft">
                  <ExtentWords extent={zone.extent} />
                  {zone.handoff && ` · ${t.members.handoff} ${zone.handoff_name ?? zone.handoff}`}
                </span>
              </span>
              <span className="num soft">{f.km2(zone.km2)}</span>
            </button>
          </li>
        ))}
      </ul>
      <More query={zones} />
    </>
  );
}

function ExtentWords({ extent }: { extent: Zone["extent"] }) {
  const { t, f } = useWords();
  const n = extent.codes?.length ?? 0;
  switch (extent.kind) {
    case "radius":
      return t.extents.radius(
        f.number(extent.radius_km ?? 0, Number.isInteger(extent.radius_km) ? 0 : 1),
      );
    case "geometry":
      return t.extents.geometry;
    default:
      return t.extents[extent.kind](n);
  }
}

export function PopList({ slug, as = null, nothing }: Props) {
  const { t, f } = useWords();
  const pops = usePops(slug, as);
  const items = pops.data?.pages.flatMap((page) => page.items) ?? [];
  if (pops.error) return <Trouble error={pops.error} retry={() => void pops.refetch()} />;
  if (pops.data && items.length === 0)
    return <p className="notice">{nothing ?? t.members.noPops}</p>;
  return (
    <>
      <ul className="entries">
        {items.map((pop) => (
          <li key={pop.code}>
            <button type="button" onClick={() => mapGoTo(pop.position as [number, number], 11)}>
              <span className="entry-name">
                <StatusMark status={pop.status} />
                {pop.name}
                <span className="soft code">{pop.code}</span>
              </span>
              <span className="num soft">
                {pop.capacity_gbps ? `${f.measure(pop.capacity_gbps)}\u00a0Gbit/s` : ""}
              </span>
              <span className="entry-more">
                <Technologies of={pop.technologies} />
                <span className="soft">
                  {[
                    t.popKinds[pop.kind],
                    pop.city,
                    pop.facility,
                    pop.position_source !== "given" && t.members.approximatePosition,
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <More query={pops} />
    </>
  );
}

// The map's place in the page: mounts it, hands it pictures, brings places into view.
import { UnstyledButton } from "@mantine/core";
import { useEffect, useMemo, useRef, useState } from "react";
import { useAddress } from "../address/useAddress";
import type { Territory } from "../api/client";
import { inventoryChanged } from "../api/inventory";
import { sourceOf } from "../api/source";
import { useUnit } from "../api/territory";
import { useWords } from "../i18n/words";
import { Territories } from "../panel/Territories";
import type { Scheme } from "../theme/colors";
import { type Atlas, createAtlas } from "./atlas";
import type { Box } from "./box";
import "./commands";
import { givePlace } from "./placing";
import { usePicture } from "./usePicture";

interface Props {
  scheme: Scheme;
  ready: boolean;
  territory: Territory | undefined;
}

export function MapView({ scheme, ready, territory }: Props) {
  const { t } = useWords();
  const { go } = useAddress();
  const holder = useRef<HTMLDivElement>(null);
  const atlas = useRef<Atlas | null>(null);
  const [broken, setBroken] = useState(false);
  const [troubled, setTroubled] = useState(false);
  const attribution = useMemo(() => attributionOf(territory, t.source.licence), [territory, t]);
  const picture = usePicture(scheme, ready, attribution);
  const words = useMemo(
    () => ({ label: t.map.label, zoomIn: t.map.zoomIn, zoomOut: t.map.zoomOut }),
    [t],
  );
  const start = useRef({ picture, words });

  useEffect(() => {
    if (!holder.current) return;
    try {
      atlas.current = createAtlas(holder.current, {
        ...start.current,
        onPoint: (at) => {
          if (!givePlace(at)) go({ at, place: null });
        },
        onTrouble: setTroubled,
      });
    } catch {
      setBroken(true);
      return;
    }
    const heard = new AbortController();
    const { signal } = heard;
    window.addEventListener(inventoryChanged, () => atlas.current?.refresh(), { signal });
    window.addEventListener("maillage:map-retry", () => atlas.current?.retry(), { signal });
    window.addEventListener("maillage:map-fit", (e) => atlas.current?.fit(e.detail), { signal });
    window.addEventListener(
      "maillage:map-go-to",
      (e) => atlas.current?.goTo(e.detail.point, e.detail.zoom),
      { signal },
    );
    window.addEventListener(
      "maillage:map-picture",
      (e) => {
        e.preventDefault();
        atlas.current?.picture(e.detail);
      },
      { signal },
    );
    return () => {
      heard.abort();
      atlas.current?.destroy();
    };
  }, [go]);
  useEffect(() => atlas.current?.show(picture), [picture]);
  useEffect(() => atlas.current?.setWords(words), [words]);
  useBringIntoView(atlas, territory);

  return (
    <main className="map" aria-label={t.map.label}>
      <div ref={holder} className="map-canvas" data-testid="map" />
      <p id="map-help" className="unseen">
        {t.map.help}
      </p>
      <span className="map-cross" aria-hidden="true" />
      {broken && <p className="map-message">{t.map.noWebgl}</p>}
      {troubled && !broken && (
        <div className="map-message" role="status">
          {t.map.tileTrouble}{" "}
          <UnstyledButton onClick={() => atlas.current?.retry()}>{t.trouble.retry}</UnstyledButton>
        </div>
      )}
      {ready && territory && <Territories territory={territory} />}
    </main>
  );
}

/** Moves the map to the place chosen; not on arrival when the address has a position of its own. */
function useBringIntoView(atlas: React.RefObject<Atlas | null>, territory: Territory | undefined) {
  const { address } = useAddress();
  const unit = useUnit(address.place);
  const seen = useRef(window.location.hash.length > 1 ? placeKey(address.place) : "");
  const key = placeKey(address.place);
  useEffect(() => {
    if (key === "") {
      seen.current = "";
      return;
    }
    if (!unit.data || seen.current === key) return;
    seen.current = key;
    if (unit.data.box) atlas.current?.fit(unit.data.box as unknown as Box);
    else if (unit.data.centre) atlas.current?.goTo(unit.data.centre as [number, number], 11);
  }, [key, unit.data, atlas]);

  const arrived = useRef(window.location.hash.length > 1);
  useEffect(() => {
    if (arrived.current || !territory?.loaded) return;
    arrived.current = true;
    const part = territory.parts.find((p) => p.code === address.territory);
    if (part && !address.place) atlas.current?.fit(part.box as unknown as Box);
  }, [territory, address.territory, address.place, atlas]);
}

function placeKey(place: { kind: string; code: string } | null): string {
  return place ? `${place.kind}:${place.code}` : "";
}

/** Sources on the map; text alone, whatever the territory's file says of itself. */
function attributionOf(territory: Territory | undefined, ofItsSource: string): string {
  if (!territory?.loaded) return "";
  const safe = document.createElement("span");
  safe.textContent = sourceOf(territory, ofItsSource);
  return safe.innerHTML;
}

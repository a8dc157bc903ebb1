// The frame: places to go on the left, the map, one panel that answers.
import { useComputedColorScheme } from "@mantine/core";
import { lazy, Suspense, useEffect, useState } from "react";
import { useAddress } from "./address/useAddress";
import { layerOf } from "./api/filter";
import { useTerritory } from "./api/territory";
import { useWords } from "./i18n/words";
import { Panel } from "./panel/Panel";
import { Rail } from "./panel/Rail";
import { Weighed } from "./parts/Weighed";

// The map library is most of the weight: it comes beside the panel, not before it.
const mapModule = import("./map/MapView");
const MapView = lazy(() => mapModule.then((module) => ({ default: module.MapView })));

export function App() {
  const { t } = useWords();
  const { address, go } = useAddress();
  const [open, setOpen] = useState(true);
  const scheme = useComputedColorScheme("light", { getInitialValueInEffect: false });
  const territory = useTerritory();
  const ready = territory.data?.loaded === true;

  useEffect(() => {
    document.title = `${t.views[address.view]} · ${t.name}`;
  }, [t, address.view]);

  useEffect(() => {
    const close = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      if (address.at || address.place) go({ at: null, place: null });
    };
    window.addEventListener("keydown", close);
    return () => window.removeEventListener("keydown", close);
  }, [address.at, address.place, go]);

  // A question about a place is answered in the panel, so it has to be there.
  const asked = address.at !== null || address.place !== null;
  useEffect(() => {
    if (asked) setOpen(true);
  }, [asked]);

  return (
    <div className="shell" data-panel={open ? "open" : "closed"}>
      <a className="skip" href="#panel">
        {t.skipToPanel}
      </a>
      <Rail />
      <Suspense
        fallback={
          <main className="map" aria-label={t.map.label} aria-busy="true">
            <p className="map-message map-waiting">{t.map.loading}</p>
          </main>
        }
      >
        <MapView scheme={scheme} ready={ready} territory={territory.data} />
      </Suspense>
      <Weighed layer={layerOf(address)}>
        <Panel
          open={open}
          setOpen={setOpen}
          ready={ready}
          trouble={territory.error}
          retry={() => void territory.refetch()}
        />
      </Weighed>
    </div>
  );
}

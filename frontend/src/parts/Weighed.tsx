// Figures and words in the unit of a layer of weights: households are not inhabitants.
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { useLayers, useTerritory } from "../api/territory";
import { weigh } from "../i18n/weigh";
import { useWords, WordsContext } from "../i18n/words";

const LayerContext = createContext("population");

/** The name of the layer that the figures here are of. */
export const useWeighed = () => useContext(LayerContext);

/** `layer`: "" is population. Until its unit is known, its name stands for it. */
export function Weighed({ layer, children }: { layer: string; children: ReactNode }) {
  const words = useWords();
  const ready = useTerritory().data?.loaded === true;
  const layers = useLayers(ready && layer !== "");
  const unit = layers.data?.items.find((one) => one.name === layer)?.unit || layer;
  const inside = useMemo(
    () => (unit === "" ? words : { ...words, ...weigh(words.language, unit) }),
    [words, unit],
  );
  return (
    <LayerContext value={layer || "population"}>
      <WordsContext value={inside}>{children}</WordsContext>
    </LayerContext>
  );
}

// What the map's colours mean where it shows how many collect, in one line; the page of
// coverage has them in full (DepthLegend).
import { useAddress } from "../address/useAddress";
import { useWords } from "../i18n/words";
import { answerOf } from "../map/usePicture";
import { depthLabel } from "../theme/colors";
import { useDepthClasses } from "./useDepthClasses";

export function DepthKey() {
  const { t } = useWords();
  const { address } = useAddress();
  const answer = answerOf(address, useDepthClasses());
  if (answer.kind !== "coverage") return null;
  return (
    <div className="depth-key">
      <span id="depth-key">{t.map.depth}</span>
      <ul aria-labelledby="depth-key">
        {answer.classes.map((step) => (
          <li key={step.from}>
            <span
              className="swatch"
              style={{ background: step.color, opacity: step.to < answer.from ? 0.35 : 0.9 }}
              aria-hidden="true"
            />
            {depthLabel(step)}
          </li>
        ))}
      </ul>
    </div>
  );
}

// What the map shows of a change, by its marks; it brings them into view.
import { Button } from "@mantine/core";
import { IconMap } from "@tabler/icons-react";
import type { FeatureCollection } from "geojson";
import { useWords } from "../i18n/words";
import { boxOf } from "../map/boxOf";
import { mapFit } from "../map/commands";

const changes = ["won", "lost", "added", "changed", "removed"] as const;

export function ChangeLegend({ map }: { map: FeatureCollection | undefined }) {
  const { t } = useWords();
  if (!map || map.features.length === 0) return null;
  const there = new Set(map.features.map((feature) => feature.properties?.change));
  const box = boxOf(map);
  return (
    <div className="change-legend">
      <ul>
        {changes
          .filter((change) => there.has(change))
          .map((change) => (
            <li key={change}>
              <span className={`change-mark change-${change}`} aria-hidden="true" />
              {t.intake.legend[change]}
            </li>
          ))}
      </ul>
      {box && (
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<IconMap size={14} aria-hidden="true" />}
          onClick={() => mapFit(box)}
        >
          {t.intake.onMap}
        </Button>
      )}
    </div>
  );
}

// The units that somebody new would collect, found by name.
import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import type { Place } from "../../address/address";
import { useUnit } from "../../api/territory";
import { useWords } from "../../i18n/words";
import { UnitSearch } from "../../parts/UnitSearch";
import { canAdd } from "./simulationOf";

interface Props {
  units: Place[];
  onChange: (units: Place[]) => void;
}

export function AddedUnits({ units, onChange }: Props) {
  const { t } = useWords();
  const [refused, setRefused] = useState(false);
  const same = (a: Place) => (b: Place) => a.kind === b.kind && a.code === b.code;
  return (
    <div className="labelled">
      <span aria-hidden="true">{t.simulation.add}</span>
      <UnitSearch
        label={t.simulation.add}
        onChoose={(place) => {
          setRefused(!canAdd(place.kind));
          if (canAdd(place.kind) && !units.some(same(place))) onChange([...units, place]);
        }}
      />
      {refused && (
        <p className="refusal" role="alert">
          {t.simulation.cannotAdd}
        </p>
      )}
      {units.length > 0 && (
        <>
          <ul className="chips">
            {units.map((place) => (
              <Chip
                key={`${place.kind}:${place.code}`}
                place={place}
                onRemove={() => onChange(units.filter((other) => !same(place)(other)))}
              />
            ))}
          </ul>
          <p className="soft">{t.simulation.addHelp}</p>
        </>
      )}
    </div>
  );
}

function Chip({ place, onRemove }: { place: Place; onRemove: () => void }) {
  const { t } = useWords();
  const name = useUnit(place).data?.name ?? place.code;
  return (
    <li>
      {name} <span className="soft">{t.kinds[place.kind] ?? place.kind}</span>
      <ActionIcon
        size="xs"
        variant="subtle"
        color="gray"
        aria-label={t.simulation.takeOut(name)}
        onClick={onRemove}
      >
        <IconX size={12} aria-hidden="true" />
      </ActionIcon>
    </li>
  );
}

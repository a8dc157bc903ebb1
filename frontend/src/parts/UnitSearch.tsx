// Finds a commune, an EPCI or a département by name, code or postcode.
import { CloseButton, Combobox, Loader, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import type { Place } from "../address/address";
import type { Unit } from "../api/client";
import { useUnits } from "../api/territory";
import { useWords } from "../i18n/words";

interface Props {
  label: string;
  onChoose: (place: Place) => void;
}

export function UnitSearch({ label, onChoose }: Props) {
  const { t, f } = useWords();
  const [text, setText] = useState("");
  const [asked] = useDebouncedValue(text.trim(), 120);
  const found = useUnits(asked);
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption() });
  const items = found.data?.items ?? [];
  const { selectFirstOption } = box;

  // Enter takes the best match, once the matches are there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the combobox makes its functions anew each time
  useEffect(() => {
    if (found.data) selectFirstOption();
  }, [found.data]);

  const choose = (value: string) => {
    const cut = value.indexOf(":");
    const place = { kind: value.slice(0, cut), code: value.slice(cut + 1) };
    setText("");
    box.closeDropdown();
    onChoose(place);
  };
  return (
    <Combobox store={box} onOptionSubmit={choose} withinPortal>
      <Combobox.Target>
        <TextInput
          value={text}
          aria-label={label}
          placeholder={t.search.placeholder}
          leftSection={<IconSearch size={16} stroke={1.8} aria-hidden="true" />}
          rightSection={
            text === "" ? null : found.isFetching ? (
              <Loader size={14} />
            ) : (
              <CloseButton size="sm" aria-label={t.search.clear} onClick={() => setText("")} />
            )
          }
          onChange={(event) => {
            setText(event.currentTarget.value);
            box.openDropdown();
          }}
          onFocus={() => text && box.openDropdown()}
          onBlur={() => box.closeDropdown()}
          onKeyDown={(event) => {
            if (event.key !== "Escape" || text === "") return;
            event.preventDefault();
            setText("");
            box.closeDropdown();
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={asked.length < 2 || text === ""}>
        <Combobox.Options aria-label={label}>
          {items.map((unit, i) => (
            <Combobox.Option
              key={`${unit.kind}:${unit.code}`}
              value={`${unit.kind}:${unit.code}`}
              active={i === 0}
            >
              <UnitLine unit={unit} population={f.weight(unit.population, t.units.people)} />
            </Combobox.Option>
          ))}
          {found.data && items.length === 0 && <Combobox.Empty>{t.search.nothing}</Combobox.Empty>}
          {!found.data && found.isFetching && <Combobox.Empty>{t.search.searching}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

function UnitLine({ unit, population }: { unit: Unit; population: string }) {
  const { t } = useWords();
  const where =
    unit.kind === "commune"
      ? (unit.postcodes?.[0] ?? unit.code)
      : (t.kinds[unit.kind] ?? unit.kind);
  return (
    <span className="unit-line">
      <span>{unit.name}</span>
      <span className="soft">
        {where} · {population}
      </span>
    </span>
  );
}

// Which zones count: technologies, statuses, members; what is weighed on their land, and of which day.
import { Button, Checkbox, NativeSelect, Popover, ScrollArea, TextInput } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { dayIn, statuses, technologies } from "../address/address";
import { useAddress } from "../address/useAddress";
import { useMembers } from "../api/inventory";
import { useLayers } from "../api/territory";
import { useWords } from "../i18n/words";
import { MemberDot } from "../parts/MemberName";

interface Props {
  members?: boolean;
  /** False where the answer has no weights. */
  figures?: boolean;
  /** False where it has no other day than today. */
  day?: boolean;
}

export function Filters({ members = true, figures = true, day = figures }: Props) {
  const { t } = useWords();
  const { address, go } = useAddress();
  const known = useMembers();
  const chosen = address.statuses.length > 0 ? address.statuses : (["operational"] as const);
  const touched =
    address.technologies.length + address.statuses.length + (members ? address.members.length : 0) >
      0 ||
    (figures && address.layer !== "");
  return (
    <fieldset className="filters" aria-label={t.filters.label}>
      <Choice
        label={t.filters.technologies}
        summary={
          address.technologies.map((name) => t.technologies[name]).join(", ") ||
          t.filters.allTechnologies
        }
        options={technologies.map((value) => ({ value, label: t.technologies[value] }))}
        chosen={address.technologies}
        onChange={(next) =>
          go({
            technologies:
              next.length === technologies.length
                ? []
                : technologies.filter((x) => next.includes(x)),
          })
        }
      />
      <Choice
        label={t.filters.statuses}
        summary={
          chosen.length > 2
            ? t.filters.statusesSome(chosen.length)
            : chosen.map((s) => t.statuses[s]).join(", ")
        }
        options={statuses.map((value) => ({ value, label: t.statuses[value] }))}
        chosen={[...chosen]}
        onChange={(next) => {
          const kept = statuses.filter((x) => next.includes(x));
          go({ statuses: kept.length === 1 && kept[0] === "operational" ? [] : kept });
        }}
      />
      {members && (
        <Choice
          label={t.filters.members}
          summary={
            address.members.length > 0
              ? t.filters.someMembers(address.members.length)
              : t.filters.allMembers
          }
          options={(known.data ?? []).map((m) => ({
            value: m.slug,
            label: m.name,
            color: m.color,
          }))}
          chosen={address.members}
          onChange={(next) => go({ members: next })}
        />
      )}
      {figures && <Layer />}
      {day && <Day />}
      {touched && (
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() =>
            go({
              technologies: [],
              statuses: [],
              ...(members ? { members: [] } : {}),
              ...(figures ? { layer: "" } : {}),
            })
          }
        >
          {t.filters.reset}
        </Button>
      )}
    </fieldset>
  );
}

/** What is counted on the land; nothing to choose while there is population alone. */
function Layer() {
  const { t } = useWords();
  const { address, go } = useAddress();
  const layers = useLayers(true).data?.items ?? [];
  if (layers.length < 2 && address.layer === "") return null;
  const known = layers.some((layer) => layer.name === address.layer);
  const alike = (unit: string) => layers.filter((layer) => layer.unit === unit).length > 1;
  return (
    <NativeSelect
      size="xs"
      aria-label={t.filters.layer}
      value={address.layer}
      onChange={(event) => go({ layer: event.currentTarget.value })}
      data={[
        { value: "", label: t.filters.population },
        ...layers
          .filter((layer) => layer.name !== "population")
          .map((layer) => ({
            value: layer.name,
            label: alike(layer.unit) ? `${layer.unit} (${layer.name})` : layer.unit,
          })),
        // One that the address names and the instance lacks: the answer says what is wrong.
        ...(known || address.layer === "" ? [] : [{ value: address.layer, label: address.layer }]),
      ]}
    />
  );
}

/** The day the figures are of. A year being typed is no day yet. */
function Day() {
  const { t } = useWords();
  const { address, go } = useAddress();
  const [text, setText] = useState(address.day);
  useEffect(() => setText(address.day), [address.day]);
  return (
    <TextInput
      type="date"
      size="xs"
      className="filter-day"
      label={t.filters.day}
      min="2000-01-01"
      max="2099-12-31"
      value={text}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setText(next);
        if (dayIn(next)) go({ day: next });
      }}
      onBlur={(event) => {
        // A field left half filled says "": it must not keep a day that it does not show.
        const left = dayIn(event.currentTarget.value);
        setText(left);
        if (left !== address.day) go({ day: left });
      }}
    />
  );
}

interface ChoiceProps {
  label: string;
  summary: string;
  options: { value: string; label: string; color?: string }[];
  chosen: string[];
  onChange: (next: string[]) => void;
}

function Choice({ label, summary, options, chosen, onChange }: ChoiceProps) {
  return (
    <Popover position="bottom-start" shadow="md" trapFocus withinPortal>
      <Popover.Target>
        <Button
          variant="default"
          size="compact-sm"
          className="choice"
          aria-label={`${label} : ${summary}`}
          rightSection={<IconChevronDown size={14} aria-hidden="true" />}
        >
          {summary}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Checkbox.Group value={chosen} onChange={onChange} label={label} size="sm">
          <ScrollArea.Autosize mah={320}>
            <div className="choice-options">
              {options.map((option) => (
                <Checkbox
                  key={option.value}
                  value={option.value}
                  size="xs"
                  label={
                    <span className="member-name">
                      {option.color && <MemberDot color={option.color} />}
                      <span>{option.label}</span>
                    </span>
                  }
                />
              ))}
            </div>
          </ScrollArea.Autosize>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  );
}

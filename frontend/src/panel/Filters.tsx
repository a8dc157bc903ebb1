// Which zones count: technologies, statuses, members; and what else the map shows.
import { Button, Checkbox, Popover, ScrollArea } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { statuses, technologies } from "../address/address";
import { useAddress } from "../address/useAddress";
import { useMembers } from "../api/inventory";
import { useWords } from "../i18n/words";
import { MemberDot } from "../parts/MemberName";

export function Filters({ members = true }: { members?: boolean }) {
  const { t } = useWords();
  const { address, go } = useAddress();
  const known = useMembers();
  const chosen = address.statuses.length > 0 ? address.statuses : (["operational"] as const);
  const touched =
    address.technologies.length + address.statuses.length + (members ? address.members.length : 0) >
    0;
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
      {touched && (
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() =>
            go({ technologies: [], statuses: [], ...(members ? { members: [] } : {}) })
          }
        >
          {t.filters.reset}
        </Button>
      )}
    </fieldset>
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

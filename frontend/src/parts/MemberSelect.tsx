import { Select } from "@mantine/core";
import { useMembers } from "../api/inventory";
import { useWords } from "../i18n/words";
import { MemberDot } from "./MemberName";

interface Props {
  label: string;
  value: string | null;
  onChange: (slug: string) => void;
}

/** One member, chosen by name; typing finds it. */
export function MemberSelect({ label, value, onChange }: Props) {
  const { t } = useWords();
  const members = useMembers();
  const chosen = members.data?.find((m) => m.slug === value);
  return (
    <Select
      label={label}
      placeholder={t.openings.choose}
      searchable
      nothingFoundMessage={t.search.nothing}
      maxDropdownHeight={360}
      data={(members.data ?? []).map((m) => ({ value: m.slug, label: m.name }))}
      value={chosen ? value : null}
      allowDeselect={false}
      leftSection={chosen && <MemberDot color={chosen.color} />}
      onChange={(slug) => slug && onChange(slug)}
      renderOption={({ option }) => (
        <span className="member-name">
          <MemberDot color={members.data?.find((m) => m.slug === option.value)?.color} />
          <span>{option.label}</span>
        </span>
      )}
    />
  );
}

import { NativeSelect } from "@mantine/core";
import { type Audience, audiences } from "../api/audience";
import { useWords } from "../i18n/words";

interface Props {
  /** Seen, or heard alone when `quiet`. */
  label: string;
  quiet?: boolean;
  value: Audience;
  disabled?: boolean;
  onChange: (audience: Audience) => void;
}

/** One of the five audiences, in plain words. */
export function AudienceSelect({ label, quiet = false, value, disabled, onChange }: Props) {
  const { t } = useWords();
  return (
    <NativeSelect
      size="xs"
      {...(quiet ? { "aria-label": label } : { label })}
      value={value}
      disabled={disabled ?? false}
      data={audiences.map((name) => ({ value: name, label: t.audience.names[name] }))}
      onChange={(event) => onChange(event.currentTarget.value as Audience)}
    />
  );
}

// The field of a password that is chosen, with what it must be.
import { PasswordInput } from "@mantine/core";
import { useWords } from "../i18n/words";

interface Props {
  value: string;
  onChange: (password: string) => void;
}

export function NewPassword({ value, onChange }: Props) {
  const { t } = useWords();
  return (
    <PasswordInput
      label={t.access.newPassword}
      description={t.access.passwordHelp}
      autoComplete="new-password"
      required
      withAsterisk={false}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

// Two steps for what cannot be taken back: the button, then what it will do.
import { Button, type ButtonProps } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useWords } from "../i18n/words";

interface Props extends Pick<ButtonProps, "size" | "leftSection"> {
  /** What the first button says, and the second, which does it. */
  label: string;
  /** Of what, for those who hear the button alone. */
  of?: string;
  /** What will happen. */
  warning: ReactNode;
  pending: boolean;
  onSure: () => void;
}

// On the way back, so that pressing the same key twice does nothing.
const focus = (button: HTMLButtonElement | null) => button?.focus();

export function Sure({ label, of, warning, pending, onSure, ...look }: Props) {
  const { t } = useWords();
  const [asked, setAsked] = useState(false);
  const spoken = of ? `${label} (${of})` : label;
  if (!asked) {
    return (
      <Button
        variant="default"
        className="sure"
        aria-label={spoken}
        onClick={() => setAsked(true)}
        {...look}
      >
        {label}
      </Button>
    );
  }
  return (
    <fieldset className="sure-asked">
      <legend className="unseen">{spoken}</legend>
      <p>{warning}</p>
      <div className="actions">
        <Button color="red" loading={pending} onClick={onSure} {...look}>
          {label}
        </Button>
        <Button ref={focus} variant="default" onClick={() => setAsked(false)} {...look}>
          {t.members.cancel}
        </Button>
      </div>
    </fieldset>
  );
}

// A number that is typed; taken once typing pauses, so that a question is asked a
// number, not a digit.
import { NumberInput, type NumberInputProps } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useState } from "react";
import { useWords } from "../../i18n/words";

interface Props
  extends Pick<
    NumberInputProps,
    "label" | "description" | "min" | "max" | "step" | "decimalScale"
  > {
  value: number;
  onTake: (value: number) => void;
}

export function Amount({ value, onTake, ...look }: Props) {
  const { language } = useWords();
  const [typed, setTyped] = useState<number | string>(value);
  useEffect(() => setTyped(value), [value]);
  const take = useDebouncedCallback(onTake, 350);
  return (
    <NumberInput
      size="xs"
      inputWrapperOrder={["label", "input", "description"]}
      min={0}
      clampBehavior="strict"
      allowNegative={false}
      thousandSeparator={language === "fr" ? "\u202f" : ","}
      decimalSeparator={language === "fr" ? "," : "."}
      value={typed}
      onChange={(next) => {
        setTyped(next);
        if (typeof next === "number") take(next);
      }}
      onBlur={() => typeof typed !== "number" && setTyped(value)}
      {...look}
    />
  );
}

// The fields of an entry in the reader's words.
import { useWords } from "../../i18n/words";

export function useEntryText() {
  const { t, f } = useWords();
  const words: Record<string, Record<string, string>> = {
    kind: t.popKinds,
    status: t.statuses,
    audience: t.audience.names,
    price_audience: t.audience.names,
  };
  const text = (field: string, value: unknown): string => {
    if (value === null || value === undefined) return "";
    if (Array.isArray(value)) return value.map((one) => text(field, one)).join(", ");
    if (typeof value === "number") return f.number(value, Number.isInteger(value) ? 0 : 2);
    if (typeof value === "object") {
      return Object.values(value)
        .map((one) => text("", one))
        .filter(Boolean)
        .join(" ");
    }
    const said = String(value);
    if (field === "technologies") return (t.technologies as Record<string, string>)[said] ?? said;
    if (/^\d{4}-\d\d-\d\d$/.test(said)) return f.date(said);
    return words[field]?.[said] ?? said;
  };
  return {
    fieldName: (field: string) =>
      field === "position" ? t.intake.position : (t.intake.fields[field] ?? field),
    text,
    place: (at: readonly number[]) => at.map((degrees) => f.number(degrees, 5)).join(" ; "),
  };
}

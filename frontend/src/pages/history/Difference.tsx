// Before and after, field by field.
import type { HistoryLine } from "../../api/history";
import { useWords } from "../../i18n/words";
import { fieldText } from "./fieldText";

export function Difference({ line }: { line: HistoryLine }) {
  const { t } = useWords();
  const fields =
    line.action === "changed"
      ? line.changed
      : Object.entries(line.after ?? line.before ?? {})
          .filter(([, value]) => fieldText(value) !== "")
          .map(([field]) => field);
  return (
    <table className="difference">
      <thead>
        <tr>
          <th scope="col">{t.history.field}</th>
          {line.before && <th scope="col">{t.history.before}</th>}
          {line.after && <th scope="col">{t.history.after}</th>}
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr key={field}>
            <th scope="row">{t.history.fields[field] ?? field}</th>
            {line.before && <td>{fieldText(line.before[field]) || "–"}</td>}
            {line.after && <td>{fieldText(line.after[field]) || "–"}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

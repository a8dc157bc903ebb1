// Parts of one whole on one line, with their figures below.
import { useWords } from "../i18n/words";

interface Part {
  label: string;
  color: string;
  km2: number;
  weight: number;
}

interface Props {
  parts: Part[];
  /** Weight of the whole. */
  total: number;
  /** What remains of the whole. */
  rest: string;
}

export function StackedBar({ parts, total, rest }: Props) {
  const { f } = useWords();
  const share = (weight: number) => (total > 0 ? weight / total : 0);
  const left = Math.max(0, total - parts.reduce((sum, part) => sum + part.weight, 0));
  return (
    <div className="stacked">
      <div className="stacked-bar" aria-hidden="true">
        {parts.map((part) => (
          <span
            key={part.label}
            style={{ width: `${share(part.weight) * 100}%`, background: part.color }}
          />
        ))}
      </div>
      <table>
        <tbody>
          {parts.map((part) => (
            <tr key={part.label}>
              <th scope="row">
                <span className="swatch" style={{ background: part.color }} aria-hidden="true" />{" "}
                {part.label}
              </th>
              <td className="num">{f.weight(part.weight)}</td>
              <td className="num">{f.percent(share(part.weight))}</td>
              <td className="num soft">{f.km2(part.km2)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">
              <span className="swatch swatch-rest" aria-hidden="true" /> {rest}
            </th>
            <td className="num">{f.weight(left)}</td>
            <td className="num">{f.percent(share(left))}</td>
            <td />
          </tr>
        </tbody>
      </table>
    </div>
  );
}

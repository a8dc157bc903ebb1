// Who opens how much, the one that opens most first.
import { Button } from "@mantine/core";
import { useState } from "react";
import type { Openings } from "../api/client";
import { useWords } from "../i18n/words";
import { MemberName } from "./MemberName";

const first = 5;

export function Partners({ partners }: { partners: Openings["partners"] }) {
  const { t, f } = useWords();
  const [all, setAll] = useState(false);
  const most = Math.max(...partners.map((p) => p.weight), 1);
  return (
    <section className="legend" aria-labelledby="partners-title">
      <h2 id="partners-title">
        {t.openings.partners} <span className="soft">{t.openings.partnersHelp}</span>
      </h2>
      <table>
        <tbody>
          {(all ? partners : partners.slice(0, first)).map((p) => (
            <tr key={p.member}>
              <th scope="row">
                <MemberName slug={p.member} />
              </th>
              <td className="legend-bar" aria-hidden="true">
                <span
                  style={{ width: `${(p.weight / most) * 100}%`, background: "var(--c-opening)" }}
                />
              </td>
              <td className="num">{f.weight(p.weight)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {partners.length > first && !all && (
        <Button variant="subtle" size="compact-xs" onClick={() => setAll(true)}>
          {t.table.more(f.number(partners.length - first))}
        </Button>
      )}
    </section>
  );
}

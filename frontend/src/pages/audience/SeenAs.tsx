// In figures, what someone else gets of one's entries.
import type { Onlooker } from "../../address/address";
import { usePreview } from "../../api/audience";
import { useWords } from "../../i18n/words";
import { Answered } from "../../parts/Answered";

export function SeenAs({ slug, as }: { slug: string; as: Onlooker }) {
  const { t, f } = useWords();
  const preview = usePreview(slug, as);
  return (
    <Answered query={preview}>
      {(data) => {
        const seen = (count: { seen: number; total: number }) =>
          t.audience.outOf(f.number(count.seen), f.number(count.total));
        const amount = (of: { weight: number; km2: number }) =>
          `${f.weight(of.weight)} · ${f.km2(of.km2)}`;
        return (
          <table className="plain">
            <tbody>
              <tr>
                <th scope="row">{t.members.zonesTab}</th>
                <td className="num">{seen(data.zones)}</td>
              </tr>
              <tr>
                <th scope="row">{t.audience.priced}</th>
                <td className="num">{seen(data.priced)}</td>
              </tr>
              <tr>
                <th scope="row">{t.members.popsTab}</th>
                <td className="num">{seen(data.pops)}</td>
              </tr>
              <tr>
                <th scope="row">
                  <span className="swatch swatch-named" aria-hidden="true" />
                  {t.audience.shared}
                </th>
                <td className="num">{amount(data.shared)}</td>
              </tr>
              <tr>
                <th scope="row">
                  <span className="swatch swatch-nameless" aria-hidden="true" />
                  {t.audience.nameless}
                </th>
                <td className="num">{amount(data.nameless)}</td>
              </tr>
            </tbody>
          </table>
        );
      }}
    </Answered>
  );
}

// Which members consulted a member's entries: by member, then day by day.
import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import { useAddress } from "../address/useAddress";
import { useReaders } from "../api/audience";
import type { Schemas } from "../api/client";
import { useMay } from "../api/may";
import { parisDay } from "../i18n/parisDay";
import { useWords } from "../i18n/words";
import { Answered } from "../parts/Answered";
import { Back } from "../parts/Back";
import { Head } from "../parts/Head";
import { MemberName } from "../parts/MemberName";
import { MemberSelect } from "../parts/MemberSelect";

/** Days looked back over; counts are kept for 400. */
const spans = [30, 90, 400];

/** The day `back` days ago, in Paris, where days are counted. */
function dayBack(back: number): string {
  return parisDay(Date.now() - back * 86_400_000);
}

export function ReadersPage() {
  const { t } = useWords();
  const { address, go } = useAddress();
  const may = useMay();
  const slug = address.of;
  return (
    <section className="page">
      {slug && <Back onClick={() => go({ view: "members" })}>{t.audience.back}</Back>}
      <Head title={t.readers.title} lead={slug ? <MemberName slug={slug} /> : t.readers.lead} />
      {!slug ? (
        <MemberSelect label={t.lists.member} value={null} onChange={(of) => go({ of })} />
      ) : may.readUploads(slug) ? (
        <Readers slug={slug} />
      ) : (
        <p className="notice">{t.readers.notYours}</p>
      )}
    </section>
  );
}

function Readers({ slug }: { slug: string }) {
  const { t } = useWords();
  const [span, setSpan] = useState(30);
  const readers = useReaders(slug, dayBack(span));
  return (
    <>
      <NativeSelect
        size="xs"
        label={t.readers.span}
        value={String(span)}
        data={spans.map((days) => ({ value: String(days), label: t.readers.lastDays(days) }))}
        onChange={(event) => setSpan(Number(event.currentTarget.value))}
      />
      <Answered query={readers}>
        {(items) =>
          items.length === 0 ? <p className="notice">{t.readers.none}</p> : <Found items={items} />
        }
      </Answered>
      <p className="soft">{t.readers.rule}</p>
    </>
  );
}

function Found({ items }: { items: Schemas["Reading"][] }) {
  const { t, f } = useWords();
  const totals = [...Map.groupBy(items, (item) => item.reader ?? "")]
    .map(([reader, days]) => ({
      reader,
      days: days.length,
      count: days.reduce((sum, day) => sum + day.count, 0),
    }))
    .sort((a, b) => b.count - a.count);
  const most = Math.max(...totals.map((total) => total.count), 1);
  return (
    <>
      <section className="legend" aria-labelledby="readers-who">
        <h2 id="readers-who">{t.readers.who}</h2>
        <table>
          <tbody>
            {totals.map((total) => (
              <tr key={total.reader}>
                <th scope="row">
                  <Reader slug={total.reader} />
                </th>
                <td className="legend-bar" aria-hidden="true">
                  <span
                    style={{
                      width: `${(total.count / most) * 100}%`,
                      background: "var(--c-accent)",
                    }}
                  />
                </td>
                <td className="num">{t.readers.answers(total.count, f.number(total.count))}</td>
                <td className="num soft">{t.readers.onDays(total.days)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section className="detail">
        <h2>{t.readers.byDay}</h2>
        <table className="plain">
          <tbody>
            {items.map((item) => (
              <tr key={`${item.day} ${item.reader ?? ""}`}>
                <th scope="row">{f.date(item.day)}</th>
                <td>
                  <Reader slug={item.reader ?? ""} />
                </td>
                <td className="num">{f.number(item.count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function Reader({ slug }: { slug: string }) {
  const { t } = useWords();
  return slug === "" ? <span>{t.access.roles.bureau}</span> : <MemberName slug={slug} />;
}

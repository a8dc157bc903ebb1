// What each member opens to each other, for the bureau: givers by receivers.
import { useAddress } from "../address/useAddress";
import { useExchange } from "../api/answers";
import { filterOf } from "../api/filter";
import { useWords } from "../i18n/words";
import { Answered } from "../parts/Answered";
import { MemberMatrix } from "../parts/MemberMatrix";
import { MemberName, useMemberNames } from "../parts/MemberName";

/** Pairs listed below the matrix. */
const listed = 10;

export function Exchange() {
  const { t, f } = useWords();
  const { address, go } = useAddress();
  const exchange = useExchange(filterOf(address, { members: false }), true);
  const nameOf = useMemberNames();
  return (
    <Answered query={exchange}>
      {(pairs) => {
        const amounts = new Map(pairs.map((p) => [`${p.giver} ${p.receiver}`, p.weight]));
        const given = new Map<string, number>();
        for (const p of pairs) given.set(p.giver, (given.get(p.giver) ?? 0) + p.weight);
        const members = [...new Set(pairs.flatMap((p) => [p.giver, p.receiver]))].sort(
          (a, b) => (given.get(b) ?? 0) - (given.get(a) ?? 0),
        );
        if (members.length < 2) return <p className="notice">{t.overlaps.few}</p>;
        const title = (giver: string, receiver: string) =>
          t.openings.opens(nameOf(giver).name, nameOf(receiver).name);
        return (
          <>
            <section className="detail">
              <h2>{t.openings.exchange}</h2>
              <p className="soft">{t.openings.exchangeHelp}</p>
              <MemberMatrix
                label={t.openings.exchange}
                members={members}
                amount={(giver, receiver) => amounts.get(`${giver} ${receiver}`) ?? 0}
                write={(n) => f.weight(n)}
                title={(giver, receiver, n) =>
                  giver === receiver
                    ? nameOf(giver).name
                    : `${title(giver, receiver)} : ${f.weight(n)}`
                }
                onChoose={(_, receiver) => go({ of: receiver })}
              />
            </section>
            <section className="pairs" aria-labelledby="exchange-most">
              <h2 id="exchange-most">{t.overlaps.list}</h2>
              <ol>
                {pairs.slice(0, listed).map((p) => (
                  <li key={`${p.giver} ${p.receiver}`}>
                    <button type="button" onClick={() => go({ of: p.receiver })}>
                      <span className="pair-names">
                        <MemberName slug={p.giver} />
                        <span className="soft">{t.openings.to}</span>
                        <MemberName slug={p.receiver} />
                      </span>
                      <span className="num">{f.weight(p.weight)}</span>
                    </button>
                  </li>
                ))}
              </ol>
            </section>
          </>
        );
      }}
    </Answered>
  );
}

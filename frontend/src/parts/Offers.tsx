// What can be had at a place, member by member.
import type { Eligibility } from "../api/client";
import { useWords } from "../i18n/words";
import { MemberName, useMemberNames } from "./MemberName";
import { StatusMark } from "./StatusMark";
import { Technologies } from "./Technologies";

type Offer = Eligibility["offers"][number];

export function Offers({ offers }: { offers: Offer[] }) {
  const { t, f, language } = useWords();
  const nameOf = useMemberNames();
  const members = [...Map.groupBy(offers, (offer) => offer.member)].sort(([a], [b]) =>
    nameOf(a).name.localeCompare(nameOf(b).name, language),
  );
  return (
    <ul className="offers">
      {members.map(([member, own]) => (
        <li key={member}>
          <h3>
            <MemberName slug={member} />
          </h3>
          <ul>
            {own.map((offer) => (
              <li key={offer.zone}>
                <p>
                  <Technologies of={offer.technologies} /> <StatusMark status={offer.status} />{" "}
                  {offer.name}
                </p>
                <p className="soft">
                  {[
                    offer.handoff && `${t.here.handoff} ${offer.handoff_name ?? offer.handoff}`,
                    offer.supplier && `${t.here.supplier} ${offer.supplier}`,
                    offer.available_on &&
                      (Date.parse(offer.available_on) <= Date.now() ? t.here.since : t.here.from)(
                        f.date(offer.available_on),
                      ),
                    offer.share !== undefined &&
                      offer.share < 0.9995 &&
                      t.here.ofLand(f.percent(offer.share)),
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </p>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

// Plans put to the members: the list, or one of them.
import { useAddress } from "../../address/useAddress";
import { useMay } from "../../api/may";
import { useProposal, useProposals } from "../../api/proposals";
import { useWords } from "../../i18n/words";
import { Answered } from "../../parts/Answered";
import { Head } from "../../parts/Head";
import { SourceLine } from "../../parts/SourceLine";
import { Sections } from "../plan/Sections";
import { OneProposal } from "./OneProposal";

export function ProposalsPage() {
  const { t } = useWords();
  const { address } = useAddress();
  const may = useMay();
  return (
    <section className="page plan-page">
      {!may.planning ? (
        <>
          <Head title={t.proposals.title} lead={t.proposals.lead} />
          <p className="notice">{t.plan.notYours}</p>
        </>
      ) : address.proposal !== null ? (
        <Read id={address.proposal} />
      ) : (
        <>
          <Head title={t.proposals.title} lead={t.proposals.lead} />
          <Sections />
          <All />
        </>
      )}
      <SourceLine />
    </section>
  );
}

function Read({ id }: { id: number }) {
  const proposal = useProposal(id);
  return (
    <Answered query={proposal}>{(data) => <OneProposal key={data.id} proposal={data} />}</Answered>
  );
}

function All() {
  const { t, f } = useWords();
  const { go } = useAddress();
  const proposals = useProposals();
  return (
    <Answered query={proposals}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="notice">{t.proposals.none}</p>
        ) : (
          <ul className="entries plan-list">
            {items.map((one) => (
              <li key={one.id}>
                <button type="button" onClick={() => go({ proposal: one.id })}>
                  <span className="entry-name">{one.title}</span>
                  <span className="num">{f.signed(one.own_gain ?? one.gain)}</span>
                  <span className="soft">
                    {t.proposals.states[one.state]} · {t.proposals.closes(f.moment(one.closes_at))}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        )
      }
    </Answered>
  );
}

// Who takes part, and what each has.
import { Button } from "@mantine/core";
import { IconChevronRight, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useAddress } from "../address/useAddress";
import { useMembers } from "../api/inventory";
import { useMay } from "../api/may";
import { useWords } from "../i18n/words";
import { Answered } from "../parts/Answered";
import { DepthKey } from "../parts/DepthKey";
import { Head } from "../parts/Head";
import { MemberDot } from "../parts/MemberName";
import { MemberPage } from "./MemberPage";
import { NewMember } from "./NewMember";

export function MembersPage() {
  const { address } = useAddress();
  return address.of ? <MemberPage key={address.of} slug={address.of} /> : <MemberList />;
}

function MemberList() {
  const { t, f } = useWords();
  const { go } = useAddress();
  const members = useMembers();
  const [adding, setAdding] = useState(false);
  const { addMembers } = useMay();
  return (
    <section className="page">
      <Head
        title={t.members.title}
        lead={members.data && members.data.length > 0 && t.members.lead(members.data.length)}
      >
        {addMembers && !adding && (
          <Button
            size="sm"
            leftSection={<IconPlus size={16} aria-hidden="true" />}
            onClick={() => setAdding(true)}
          >
            {t.members.add}
          </Button>
        )}
      </Head>
      {adding && (
        <NewMember
          onDone={(slug) => {
            setAdding(false);
            if (slug) go({ of: slug });
          }}
        />
      )}
      <Answered query={members}>
        {(items) =>
          items.length === 0 && !adding ? (
            <div className="begin">
              <h2>{t.members.empty}</h2>
              {addMembers && <p>{t.members.emptyHelp}</p>}
            </div>
          ) : (
            <>
              <ul className="member-list">
                {items.map((member) => (
                  <li key={member.slug}>
                    <button type="button" onClick={() => go({ of: member.slug })}>
                      <MemberDot color={member.color} />
                      <span className="member-list-name">
                        {member.name}
                        {member.status !== "active" && (
                          <span className="tag">{t.memberStatuses[member.status]}</span>
                        )}
                      </span>
                      <span className="soft num">
                        {t.members.zones(member.zones, f.number(member.zones))} ·{" "}
                        {t.members.pops(member.pops, f.number(member.pops))}
                      </span>
                      <IconChevronRight size={16} aria-hidden="true" />
                    </button>
                  </li>
                ))}
              </ul>
              <DepthKey />
            </>
          )
        }
      </Answered>
    </section>
  );
}

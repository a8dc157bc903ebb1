// Who sees a member's entries: one by one, many at once, by default; and what
// they look like to someone else.
import { SegmentedControl, Tabs } from "@mantine/core";
import { useState } from "react";
import { type Onlooker, onlookers } from "../../address/address";
import { useAddress } from "../../address/useAddress";
import { useMembers } from "../../api/inventory";
import { useMay } from "../../api/may";
import { useWords } from "../../i18n/words";
import { Back } from "../../parts/Back";
import { Head } from "../../parts/Head";
import { MemberName } from "../../parts/MemberName";
import { MemberSelect } from "../../parts/MemberSelect";
import { PopList, ZoneList } from "../Entries";
import { Defaults } from "./Defaults";
import { EntryAudiences } from "./EntryAudiences";
import { SeenAs } from "./SeenAs";

export function AudiencePage() {
  const { t } = useWords();
  const { address, go } = useAddress();
  const may = useMay();
  const slug = address.of;
  return (
    <section className="page">
      {slug && <Back onClick={() => go({ view: "members", as: null })}>{t.audience.back}</Back>}
      <Head title={t.audience.title} lead={slug ? <MemberName slug={slug} /> : t.audience.lead} />
      {!slug ? (
        <MemberSelect label={t.lists.member} value={null} onChange={(of) => go({ of })} />
      ) : may.keep(slug) ? (
        <Kept key={slug} slug={slug} />
      ) : (
        <p className="notice">{t.audience.notKeeper}</p>
      )}
    </section>
  );
}

function Kept({ slug }: { slug: string }) {
  const { t, f } = useWords();
  const { address, go } = useAddress();
  const members = useMembers();
  const member = members.data?.find((m) => m.slug === slug);
  const [kind, setKind] = useState<string | null>("zones");
  const { as } = address;
  return (
    <>
      <div className="labelled">
        <span id="see-as">{t.audience.seeAs}</span>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-labelledby="see-as"
          value={as ?? "self"}
          onChange={(value) =>
            go({ as: value === "self" ? null : (value as Onlooker) }, { replace: true })
          }
          data={[
            { value: "self", label: t.audience.self },
            ...onlookers.map((value) => ({ value, label: t.audience.onlookers[value] })),
          ]}
        />
      </div>
      {as && <SeenAs slug={slug} as={as} />}
      <Tabs value={kind} onChange={setKind} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="zones">
            {t.members.zonesTab}{" "}
            {!as && <span className="soft">{f.number(member?.zones ?? 0)}</span>}
          </Tabs.Tab>
          <Tabs.Tab value="pops">
            {t.members.popsTab} {!as && <span className="soft">{f.number(member?.pops ?? 0)}</span>}
          </Tabs.Tab>
          {!as && <Tabs.Tab value="default">{t.audience.defaults}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="zones">
          {as ? (
            <ZoneList slug={slug} as={as} nothing={t.audience.nothing} />
          ) : (
            <EntryAudiences key="zones" slug={slug} kind="zones" total={member?.zones ?? 0} />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="pops">
          {as ? (
            <PopList slug={slug} as={as} nothing={t.audience.nothing} />
          ) : (
            <EntryAudiences key="pops" slug={slug} kind="pops" total={member?.pops ?? 0} />
          )}
        </Tabs.Panel>
        {!as && (
          <Tabs.Panel value="default">
            <Defaults slug={slug} />
          </Tabs.Panel>
        )}
      </Tabs>
    </>
  );
}

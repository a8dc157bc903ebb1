// One member: its reach on the map, its zones, its PoPs, its lists.
import { Button, Tabs } from "@mantine/core";
import { IconEye, IconHistory, IconTrendingUp, IconUpload, IconUsers } from "@tabler/icons-react";
import { useState } from "react";
import { useAddress } from "../address/useAddress";
import { useCoverage, useOpenings } from "../api/answers";
import { filterOf } from "../api/filter";
import { useMembers } from "../api/inventory";
import { useMay } from "../api/may";
import { useWords } from "../i18n/words";
import { Filters } from "../panel/Filters";
import { Answered } from "../parts/Answered";
import { Back } from "../parts/Back";
import { Figure } from "../parts/Figure";
import { MemberDot } from "../parts/MemberName";
import { SourceLine } from "../parts/SourceLine";
import { Trouble } from "../parts/Trouble";
import { PopList, ZoneList } from "./Entries";
import { UploadHistory } from "./UploadHistory";

export function MemberPage({ slug }: { slug: string }) {
  const { t, f } = useWords();
  const { address, go } = useAddress();
  const members = useMembers();
  const may = useMay();
  const member = members.data?.find((m) => m.slug === slug);
  const filter = filterOf(address, { members: false });
  // Its own reach, shared or not: what the pool sees of it may be less.
  const openings = useOpenings(slug, filter);
  const whole = useCoverage(filter).data?.territory.weight ?? 0;
  const [tab, setTab] = useState<string | null>("zones");
  const back = <Back onClick={() => go({ of: null })}>{t.members.back}</Back>;
  if (!member) {
    return (
      <section className="page">
        {back}
        {members.data ? <Trouble error={new Error(t.members.unknown(slug))} /> : null}
      </section>
    );
  }
  return (
    <section className="page">
      {back}
      <header className="page-head">
        <div>
          <h1 className="member-title">
            <MemberDot color={member.color} /> {member.name}
          </h1>
          <p className="soft">
            {[
              t.memberStatuses[member.status],
              ...member.asn.map((n) => `AS${n}`),
              member.siren && `SIREN ${member.siren}`,
              member.joined_on && t.members.since(f.date(member.joined_on)),
            ]
              .filter(Boolean)
              .join(" · ")}
          </p>
        </div>
      </header>
      {member.status === "candidate" && <p className="notice">{t.members.candidateNote}</p>}
      <Filters members={false} />
      <Answered query={openings}>
        {(data) => (
          <div className="figures">
            <Figure
              value={f.percent(whole > 0 ? data.own.weight / whole : 0)}
              of={t.members.reachOf(t.wholes[address.territory] ?? "")}
              detail={`${f.weight(data.own.weight)} · ${f.km2(data.own.km2)}`}
            />
          </div>
        )}
      </Answered>
      {!may.plan && !may.readUploads(slug) && <p className="soft">{t.members.asShown}</p>}
      <p className="key">
        <span className="swatch" style={{ background: "var(--c-reach)" }} aria-hidden="true" />{" "}
        {t.members.reach}
      </p>
      <div className="actions member-actions">
        {may.keep(slug) && (
          <Button
            size="xs"
            leftSection={<IconUpload size={16} aria-hidden="true" />}
            onClick={() => go({ view: "lists", upload: null })}
          >
            {t.members.upload}
          </Button>
        )}
        <Button
          size="xs"
          variant="default"
          leftSection={<IconTrendingUp size={16} aria-hidden="true" />}
          onClick={() => go({ view: "openings" })}
        >
          {t.members.openings}
        </Button>
        {may.keep(slug) && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconEye size={16} aria-hidden="true" />}
            onClick={() => go({ view: "audience" })}
          >
            {t.views.audience}
          </Button>
        )}
        {may.readUploads(slug) && (
          <>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconUsers size={16} aria-hidden="true" />}
              onClick={() => go({ view: "readers" })}
            >
              {t.views.readers}
            </Button>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconHistory size={16} aria-hidden="true" />}
              onClick={() => go({ view: "history" })}
            >
              {t.views.history}
            </Button>
          </>
        )}
      </div>
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="zones">
            {t.members.zonesTab} <span className="soft">{f.number(member.zones)}</span>
          </Tabs.Tab>
          <Tabs.Tab value="pops">
            {t.members.popsTab} <span className="soft">{f.number(member.pops)}</span>
          </Tabs.Tab>
          {may.readUploads(slug) && <Tabs.Tab value="lists">{t.members.listsTab}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="zones">
          <ZoneList slug={slug} nothing={may.keep(slug) ? undefined : t.members.noZonesShown} />
        </Tabs.Panel>
        <Tabs.Panel value="pops">
          <PopList slug={slug} nothing={may.keep(slug) ? undefined : t.members.noPopsShown} />
        </Tabs.Panel>
        <Tabs.Panel value="lists">
          <UploadHistory slug={slug} />
        </Tabs.Panel>
      </Tabs>
      <SourceLine />
    </section>
  );
}

// What a plan is to take for granted: members that leave or join, a zone that is late.
import { ActionIcon, Button, MultiSelect, NativeSelect, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import { dayIn } from "../../address/address";
import { useAddress } from "../../address/useAddress";
import { useMembers, useZones } from "../../api/inventory";
import { useMay } from "../../api/may";
import { useWords } from "../../i18n/words";
import { More } from "../../parts/More";
import { putDraft, type Supposition, supposes, useDraft } from "../../plan/draft";
import { useSupposed } from "./Hypothesis";

export function Suppositions() {
  const { t } = useWords();
  const { suppose } = useDraft();
  const may = useMay();
  const members = useMembers();
  const said = useSupposed(suppose);
  const known = members.data ?? [];
  const options = (status: "active" | "candidate") =>
    known.filter((m) => m.status === status).map((m) => ({ value: m.slug, label: m.name }));
  const put = (change: Supposition) => putDraft({ suppose: { ...suppose, ...change } });
  const candidates = options("candidate");
  return (
    <details className="plan-more">
      <summary>
        {t.suppose.title}{" "}
        <span className="soft">{supposes(suppose) ? said.join(" · ") : t.suppose.nothing}</span>
      </summary>
      <div className="plan-question plan-suppose">
        <p className="soft">{t.suppose.help}</p>
        <MultiSelect
          size="xs"
          label={t.simulation.remove}
          placeholder={(suppose.remove?.length ?? 0) === 0 ? t.simulation.nobody : ""}
          searchable
          clearable
          nothingFoundMessage={t.search.nothing}
          data={options("active")}
          value={suppose.remove ?? []}
          onChange={(remove) => put({ remove })}
        />
        {may.plan && candidates.length > 0 && (
          <MultiSelect
            size="xs"
            label={t.simulation.join}
            placeholder={(suppose.candidates?.length ?? 0) === 0 ? t.simulation.nobody : ""}
            searchable
            clearable
            data={candidates}
            value={suppose.candidates ?? []}
            onChange={(slugs) => put({ candidates: slugs })}
          />
        )}
        <LateZones
          suppose={suppose}
          put={put}
          members={options("active").filter(({ value }) => !suppose.remove?.includes(value))}
        />
      </div>
    </details>
  );
}

interface LateProps {
  suppose: Supposition;
  put: (change: Supposition) => void;
  members: { value: string; label: string }[];
}

/** Zones that are not there yet, or come on another day. */
function LateZones({ suppose, put, members }: LateProps) {
  const { t, f } = useWords();
  const { address } = useAddress();
  const [member, setMember] = useState("");
  const [code, setCode] = useState("");
  const [day, setDay] = useState("");
  const zones = useZones(member, null, member !== "");
  const items = (zones.data?.pages ?? []).flatMap((page) => page.items);
  const set = suppose.set ?? [];
  const late = useSupposed({ set });
  const add = () => {
    const becomes = dayIn(day) ? { available_on: day } : { status: "planned" as const };
    const others = set.filter((one) => one.member !== member || one.code !== code);
    put({ set: [...others, { member, code, ...becomes }] });
    setCode("");
  };
  return (
    <fieldset className="plan-late">
      <legend>{t.suppose.late}</legend>
      {set.length > 0 && (
        <ul className="chips">
          {set.map((one, i) => (
            <li key={`${one.member}:${one.code}`}>
              {late[i]}
              <ActionIcon
                size="xs"
                variant="subtle"
                color="gray"
                aria-label={t.simulation.takeOut(late[i] ?? "")}
                onClick={() => put({ set: set.filter((other) => other !== one) })}
              >
                <IconX size={12} aria-hidden="true" />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <div className="plan-pair">
        <NativeSelect
          size="xs"
          label={t.suppose.of}
          value={member}
          data={[{ value: "", label: t.suppose.choose }, ...members]}
          onChange={(event) => {
            setMember(event.currentTarget.value);
            setCode("");
          }}
        />
        <NativeSelect
          size="xs"
          label={t.suppose.zone}
          disabled={items.length === 0}
          value={code}
          data={[
            { value: "", label: t.suppose.choose },
            ...items.map((zone) => ({ value: zone.code, label: zone.name || zone.code })),
          ]}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
      </div>
      {zones.hasNextPage && <More query={zones} />}
      <div className="plan-start-line">
        <TextInput
          size="xs"
          type="date"
          label={t.suppose.day}
          disabled={address.day === ""}
          value={day}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
        <Button size="xs" variant="default" disabled={code === ""} onClick={add}>
          {t.suppose.add}
        </Button>
      </div>
      <p className="soft">
        {address.day === "" ? t.suppose.dayNeeded : t.suppose.dayHelp(f.date(address.day))}
      </p>
    </fieldset>
  );
}

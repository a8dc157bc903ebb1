// Which lines of the history are asked for.
import { NativeSelect, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";
import { useAddress } from "../../address/useAddress";
import type { HistoryFilter, HistoryNoun } from "../../api/history";
import { useMembers } from "../../api/inventory";
import { useWords } from "../../i18n/words";

const nouns: HistoryNoun[] = [
  "pop",
  "zone",
  "member",
  "member_default",
  "account_grant",
  "token",
  "territory",
  "unit_kind",
  "layer",
];

interface Props {
  filter: HistoryFilter;
  onChange: (filter: HistoryFilter) => void;
}

export function HistoryFilters({ filter, onChange }: Props) {
  const { t } = useWords();
  const { address, go } = useAddress();
  const members = useMembers();
  const [typed, setTyped] = useState({ code: filter.code ?? "", actor: filter.actor ?? "" });
  const put = (change: Partial<Record<keyof HistoryFilter, string>>) => {
    const next = { ...filter, ...change } as Record<string, string>;
    onChange(Object.fromEntries(Object.entries(next).filter(([, value]) => value !== "")));
  };
  // A question a word, not a letter.
  const putSoon = useDebouncedCallback(put, 300);
  const type = (change: Partial<typeof typed>) => {
    setTyped({ ...typed, ...change });
    putSoon(change);
  };
  return (
    <fieldset className="history-filters">
      <legend className="unseen">{t.filters.label}</legend>
      <NativeSelect
        size="xs"
        label={t.lists.member}
        value={address.of ?? ""}
        data={[
          { value: "", label: t.history.anyMember },
          ...(members.data ?? []).map((m) => ({ value: m.slug, label: m.name })),
        ]}
        onChange={(event) => go({ of: event.currentTarget.value || null }, { replace: true })}
      />
      <NativeSelect
        size="xs"
        label={t.history.what}
        value={filter.noun ?? ""}
        data={[
          { value: "", label: t.history.anything },
          ...nouns.map((noun) => ({ value: noun, label: t.history.nouns[noun] })),
        ]}
        onChange={(event) => put({ noun: event.currentTarget.value })}
      />
      <TextInput
        size="xs"
        label={t.history.code}
        maxLength={80}
        value={typed.code}
        onChange={(event) => type({ code: event.currentTarget.value.trim() })}
      />
      <TextInput
        size="xs"
        label={t.history.actor}
        maxLength={254}
        value={typed.actor}
        onChange={(event) => type({ actor: event.currentTarget.value.trim() })}
      />
      <TextInput
        size="xs"
        type="date"
        label={t.history.from}
        value={filter.from ?? ""}
        onChange={(event) => put({ from: event.currentTarget.value })}
      />
      <TextInput
        size="xs"
        type="date"
        label={t.history.to}
        value={filter.to ?? ""}
        onChange={(event) => put({ to: event.currentTarget.value })}
      />
    </fieldset>
  );
}

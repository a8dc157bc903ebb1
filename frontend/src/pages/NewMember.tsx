// The form that adds a member.
import { Button, Select, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { ApiError, type Schemas } from "../api/client";
import { useAddMember } from "../api/inventory";
import { useWords } from "../i18n/words";
import { Trouble } from "../parts/Trouble";
import { slugOf } from "./slug";

interface Props {
  /** With the slug of the member added, or null when given up. */
  onDone: (slug: string | null) => void;
}

export function NewMember({ onDone }: Props) {
  const { t } = useWords();
  const add = useAddMember();
  const [name, setName] = useState("");
  const [slug, setSlug] = useState<string | null>(null);
  const [asn, setAsn] = useState("");
  const [siren, setSiren] = useState("");
  const [status, setStatus] = useState<Schemas["Member"]["status"]>("active");
  const problem = add.error instanceof ApiError ? add.error.problem : null;
  const fault = (field: string) => problem?.fields?.find((x) => x.field === field)?.message;
  const told = ["name", "slug", "asn", "siren"].some(fault);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const numbers = asn.match(/\d+/g)?.map(Number);
    add.mutate(
      {
        name: name.trim(),
        slug: slug ?? slugOf(name),
        status,
        ...(numbers ? { asn: numbers } : {}),
        ...(siren.trim() ? { siren: siren.replace(/\s/g, "") } : {}),
      },
      { onSuccess: (member) => onDone(member.slug) },
    );
  };
  return (
    <form className="new-member" onSubmit={submit} aria-label={t.members.add}>
      <TextInput
        label={t.members.name}
        placeholder={t.members.namePlaceholder}
        required
        withAsterisk={false}
        autoFocus
        maxLength={200}
        value={name}
        error={fault("name")}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label={t.members.slug}
        description={t.members.slugHelp}
        required
        withAsterisk={false}
        maxLength={40}
        value={slug ?? slugOf(name)}
        error={fault("slug")}
        onChange={(event) => setSlug(event.currentTarget.value)}
      />
      <div className="new-member-two">
        <TextInput
          label={t.members.asn}
          placeholder={t.members.optional}
          inputMode="numeric"
          value={asn}
          error={fault("asn")}
          onChange={(event) => setAsn(event.currentTarget.value)}
        />
        <TextInput
          label={t.members.siren}
          placeholder={t.members.optional}
          inputMode="numeric"
          value={siren}
          error={fault("siren")}
          onChange={(event) => setSiren(event.currentTarget.value)}
        />
      </div>
      <Select
        label={t.members.status}
        description={status === "candidate" ? t.members.candidateNote : undefined}
        allowDeselect={false}
        value={status}
        onChange={(value) => value && setStatus(value as typeof status)}
        data={(["active", "candidate"] as const).map((value) => ({
          value,
          label: t.memberStatuses[value],
        }))}
      />
      {add.error && !told && <Trouble error={add.error} />}
      <div className="actions">
        <Button type="submit" loading={add.isPending} disabled={name.trim() === ""}>
          {t.members.save}
        </Button>
        <Button variant="default" onClick={() => onDone(null)}>
          {t.members.cancel}
        </Button>
      </div>
    </form>
  );
}

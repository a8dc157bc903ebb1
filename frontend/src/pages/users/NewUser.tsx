// The form that invites somebody.
import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Grant } from "../../api/access";
import type { Schemas } from "../../api/client";
import { useAddUser } from "../../api/users";
import { useWords } from "../../i18n/words";
import { Refusal } from "../../parts/Refusal";
import { forMember, Grants } from "./Grants";

interface Props {
  /** With the link that lets them in, or null when given up. */
  onDone: (invited: Schemas["InvitedUser"] | null) => void;
}

export function NewUser({ onDone }: Props) {
  const { t } = useWords();
  const add = useAddUser();
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [grants, setGrants] = useState<Grant[]>([{ role: "contributor" }]);
  const whole = grants.every((grant) => !forMember(grant.role) || grant.member);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate(
      { email: email.trim(), grants, ...(name.trim() ? { name: name.trim() } : {}) },
      { onSuccess: onDone },
    );
  };
  return (
    <form className="form" onSubmit={submit} aria-label={t.users.invite}>
      <TextInput
        label={t.access.email}
        type="email"
        autoComplete="off"
        required
        withAsterisk={false}
        maxLength={254}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <TextInput
        label={t.users.name}
        description={t.members.optional}
        autoComplete="off"
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Grants grants={grants} onChange={setGrants} />
      <p className="soft">{t.users.inviteHelp}</p>
      <Refusal error={add.error} />
      <div className="actions">
        <Button type="submit" loading={add.isPending} disabled={email.trim() === "" || !whole}>
          {t.users.makeLink}
        </Button>
        <Button variant="default" onClick={() => onDone(null)}>
          {t.members.cancel}
        </Button>
      </div>
    </form>
  );
}

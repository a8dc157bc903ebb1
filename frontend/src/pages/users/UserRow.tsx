// One user: who, under which roles, and what can be done about it.
import { Button } from "@mantine/core";
import { useState } from "react";
import { useMe } from "../../api/territory";
import {
  type SignInLink,
  type User,
  useChangeUser,
  useRemoveUser,
  useUserLink,
} from "../../api/users";
import { useWords } from "../../i18n/words";
import { GrantName, grantKey } from "../../parts/GrantName";
import { Refusal } from "../../parts/Refusal";
import { Sure } from "../../parts/Sure";
import { forMember, Grants } from "./Grants";

interface Props {
  user: User;
  /** A link was made for them. */
  onLink: (link: SignInLink) => void;
}

export function UserRow({ user, onLink }: Props) {
  const { t, f } = useWords();
  const me = useMe().data;
  const link = useUserLink();
  const remove = useRemoveUser();
  const [open, setOpen] = useState(false);
  const mine = me?.email === user.email;
  const state = user.signed_in_at
    ? t.users.signedIn(f.moment(user.signed_in_at))
    : user.link_expires_at
      ? t.users.invited(f.moment(user.link_expires_at))
      : t.users.never;
  return (
    <li className="user">
      <button
        type="button"
        className="user-head"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <span className="user-email">
          {user.email}
          {mine && <span className="tag">{t.users.you}</span>}
        </span>
        <span className="rows-more">{[user.name, state].filter(Boolean).join(" · ")}</span>
        <span className="user-grants">
          {user.grants.map((grant) => (
            <GrantName key={grantKey(grant)} grant={grant} />
          ))}
        </span>
      </button>
      {open && (
        <div className="user-body">
          <ChangeGrants user={user} />
          <div className="actions">
            <Button
              size="xs"
              variant="default"
              loading={link.isPending}
              onClick={() => link.mutate(user.id, { onSuccess: onLink })}
            >
              {user.has_password ? t.users.resetLink : t.users.newLink}
            </Button>
            {!mine && (
              <Sure
                size="xs"
                label={t.users.remove}
                of={user.email}
                warning={t.users.removeWarning}
                pending={remove.isPending}
                onSure={() => remove.mutate(user.id)}
              />
            )}
          </div>
          <Refusal error={link.error ?? remove.error} />
        </div>
      )}
    </li>
  );
}

function ChangeGrants({ user }: { user: User }) {
  const { t } = useWords();
  const change = useChangeUser();
  const [grants, setGrants] = useState(user.grants);
  const same =
    grants.length === user.grants.length &&
    grants.every((grant, i) => grantKey(grant) === grantKey(user.grants[i] ?? grant));
  const whole =
    grants.length > 0 && grants.every((grant) => !forMember(grant.role) || grant.member);
  return (
    <>
      <Grants grants={grants} onChange={setGrants} />
      {!same && <p className="soft">{t.users.grantsWarning}</p>}
      <Refusal error={change.error} />
      {!same && (
        <div className="actions">
          <Button
            size="xs"
            disabled={!whole}
            loading={change.isPending}
            onClick={() => change.mutate({ id: user.id, grants })}
          >
            {t.users.keepGrants}
          </Button>
          <Button size="xs" variant="default" onClick={() => setGrants(user.grants)}>
            {t.members.cancel}
          </Button>
        </div>
      )}
    </>
  );
}

// Who one is to this instance, and the ways in and out.
import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import { IconCheck, IconLogin2, IconUserCircle } from "@tabler/icons-react";
import { useActAs, useSignOut } from "../api/access";
import { useMe } from "../api/territory";
import { useWords } from "../i18n/words";
import { signInPath } from "../pages/SignInPage";

export function Account() {
  const { t } = useWords();
  const me = useMe().data;
  const signOut = useSignOut();
  const actAs = useActAs();
  if (!me || me.open) return null;
  if (!me.email) {
    return (
      <Tooltip label={t.access.signIn} position="right">
        <ActionIcon
          component="a"
          href={signInPath}
          variant="subtle"
          color="gray"
          size={40}
          aria-label={t.access.signIn}
        >
          <IconLogin2 size={20} stroke={1.6} aria-hidden="true" />
        </ActionIcon>
      </Tooltip>
    );
  }
  const roles = me.grants ?? [];
  return (
    <Menu position="right-end" width={260}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={40}
          aria-label={`${t.access.account} ${me.name}`}
        >
          <IconUserCircle size={20} stroke={1.6} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me.email}</Menu.Label>
        {roles.map((grant) => {
          const current = grant.role === me.role && (grant.member ?? "") === (me.member ?? "");
          return (
            <Menu.Item
              key={`${grant.role} ${grant.member ?? ""}`}
              disabled={current}
              leftSection={current ? <IconCheck size={16} aria-hidden="true" /> : <span />}
              onClick={() => actAs.mutate(grant)}
            >
              {t.access.roles[grant.role]}
              {grant.member ? ` · ${grant.member}` : ""}
            </Menu.Item>
          );
        })}
        <Menu.Divider />
        <Menu.Item onClick={() => signOut.mutate()}>{t.access.signOut}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

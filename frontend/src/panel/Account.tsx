// Who one is to this instance, the ways in and out, and what is reached from there.
import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import { IconCheck, IconLogin2, IconUserCircle } from "@tabler/icons-react";
import type { View } from "../address/address";
import { useAddress } from "../address/useAddress";
import { useActAs, useSignOut } from "../api/access";
import { type May, useMay } from "../api/may";
import { useMe } from "../api/territory";
import { useWords } from "../i18n/words";
import { signInPath } from "../pages/SignInPage";
import { GrantName, grantKey } from "../parts/GrantName";

/** The places reached from here, and to whom they are of use. */
const doors: { view: View; to: (may: May) => boolean }[] = [
  { view: "history", to: (may) => !may.visitor },
  { view: "users", to: (may) => may.runInstance },
];

export function Account() {
  const { t } = useWords();
  const { go } = useAddress();
  const me = useMe().data;
  const may = useMay();
  const signOut = useSignOut();
  const actAs = useActAs();
  if (!me) return null;
  if (!me.email && !me.open) {
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
  const label = me.email ? `${t.access.account} ${me.name}` : t.account.menuOpen;
  const visit = (view: View) =>
    go({ view, at: null, place: null, upload: null, as: null, change: null, of: null });
  return (
    <Menu position="right-end" width={280} returnFocus>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={40} aria-label={label} title={label}>
          <IconUserCircle size={20} stroke={1.6} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me.email ?? t.account.menuOpen}</Menu.Label>
        {roles.length > 1 &&
          roles.map((grant) => {
            const current = grantKey(grant) === `${me.role} ${me.member ?? ""}`;
            return (
              <Menu.Item
                key={grantKey(grant)}
                disabled={current}
                leftSection={current ? <IconCheck size={16} aria-hidden="true" /> : <span />}
                onClick={() => actAs.mutate(grant)}
              >
                <GrantName grant={grant} />
              </Menu.Item>
            );
          })}
        {roles.length > 1 && <Menu.Divider />}
        {me.email && <Menu.Item onClick={() => visit("account")}>{t.views.account}</Menu.Item>}
        {doors
          .filter((door) => door.to(may))
          .map(({ view }) => (
            <Menu.Item key={view} onClick={() => visit(view)}>
              {t.views[view]}
            </Menu.Item>
          ))}
        {me.email && (
          <>
            <Menu.Divider />
            <Menu.Item onClick={() => signOut.mutate()}>{t.access.signOut}</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

// The roles a user holds, as lines that can be added and taken away.
import { ActionIcon, Button, NativeSelect } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import type { Grant } from "../../api/access";
import { useMembers } from "../../api/inventory";
import { useWords } from "../../i18n/words";

const roles: Grant["role"][] = ["contributor", "sales", "bureau", "admin"];

/** Roles that are held for one member. */
export const forMember = (role: Grant["role"]) => role === "contributor" || role === "sales";

interface Props {
  grants: Grant[];
  onChange: (grants: Grant[]) => void;
}

export function Grants({ grants, onChange }: Props) {
  const { t } = useWords();
  const members = useMembers();
  const known = members.data ?? [];
  const put = (at: number, grant: Grant) =>
    onChange(grants.map((old, i) => (i === at ? grant : old)));
  return (
    <fieldset className="grants">
      <legend>{t.users.roles}</legend>
      {grants.map((grant, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place; while it is edited two may be alike
        <div className="grants-row" key={i}>
          <NativeSelect
            size="xs"
            aria-label={t.users.role}
            value={grant.role}
            data={roles.map((role) => ({ value: role, label: t.access.roles[role] }))}
            onChange={(event) => {
              const role = event.currentTarget.value as Grant["role"];
              put(i, forMember(role) ? { ...grant, role } : { role });
            }}
          />
          {forMember(grant.role) ? (
            <NativeSelect
              size="xs"
              aria-label={t.lists.member}
              value={grant.member ?? ""}
              data={[
                { value: "", label: t.lists.chooseMember, disabled: true },
                ...known.map((m) => ({ value: m.slug, label: m.name })),
              ]}
              onChange={(event) => put(i, { ...grant, member: event.currentTarget.value })}
            />
          ) : (
            <span />
          )}
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t.users.takeAway(t.access.roles[grant.role])}
            disabled={grants.length === 1}
            onClick={() => onChange(grants.filter((_, at) => at !== i))}
          >
            <IconX size={16} aria-hidden="true" />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconPlus size={14} aria-hidden="true" />}
        onClick={() => onChange([...grants, { role: "sales" }])}
      >
        {t.users.addRole}
      </Button>
    </fieldset>
  );
}

// An empty pool, and how to begin.
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useAddress } from "../address/useAddress";
import { useMembers } from "../api/inventory";
import { useWords } from "../i18n/words";

/** Shows its children once there is a zone to answer from; before, the next step. */
export function OnceBegun({ children }: { children: ReactNode }) {
  const { t } = useWords();
  const { go } = useAddress();
  const members = useMembers();
  if (!members.data) return children;
  const empty = members.data.length === 0;
  if (!empty && members.data.some((member) => member.zones > 0)) return children;
  return (
    <div className="begin">
      <h2>{t.begin.title}</h2>
      <p>{empty ? t.begin.noMember : t.begin.noZone}</p>
      <Button onClick={() => go({ view: empty ? "members" : "lists" })}>
        {empty ? t.begin.noMemberAction : t.begin.noZoneAction}
      </Button>
    </div>
  );
}

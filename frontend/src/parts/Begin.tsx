// An empty pool, and how to begin.
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useAddress } from "../address/useAddress";
import { useMembers } from "../api/inventory";
import { useMay } from "../api/may";
import { useMe } from "../api/territory";
import { useWords } from "../i18n/words";
import { signInPath } from "../pages/SignInPage";

/** The next step of who keeps a member's data, as long as there are none. */
export function FirstList() {
  const { t } = useWords();
  const { go } = useAddress();
  const members = useMembers();
  const may = useMay();
  const slug = useMe().data?.member;
  const own = members.data?.find((member) => member.slug === slug);
  if (!own || !may.keep(own.slug) || own.zones + own.pops > 0) return null;
  return (
    <div className="first-list">
      <p>{t.begin.first(own.name)}</p>
      <Button size="xs" onClick={() => go({ view: "lists", of: own.slug, upload: null })}>
        {t.begin.actions.noZone}
      </Button>
    </div>
  );
}

/** Shows its children once there is a zone to answer from; before, the next step. */
export function OnceBegun({ children }: { children: ReactNode }) {
  const { t } = useWords();
  const { go } = useAddress();
  const members = useMembers();
  const may = useMay();
  if (!members.data) return children;
  const empty = members.data.length === 0;
  if (!empty && members.data.some((member) => member.zones > 0)) return children;
  if (may.visitor) {
    return (
      <div className="begin">
        <h2>{t.begin.nothingPublic}</h2>
        <p>{t.begin.signIn}</p>
        <Button component="a" href={signInPath}>
          {t.access.signIn}
        </Button>
      </div>
    );
  }
  const able = empty ? may.addMembers : members.data.some((member) => may.keep(member.slug));
  return (
    <div className="begin">
      <h2>{t.begin.title}</h2>
      <p>{(able ? t.begin.yours : t.begin.others)[empty ? "noMember" : "noZone"]}</p>
      {able && (
        <Button onClick={() => go({ view: empty ? "members" : "lists" })}>
          {t.begin.actions[empty ? "noMember" : "noZone"]}
        </Button>
      )}
    </div>
  );
}

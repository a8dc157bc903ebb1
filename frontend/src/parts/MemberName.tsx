// A member by its name, with its colour beside: never the colour alone.
import { useMemo } from "react";
import { useMembers } from "../api/inventory";
import { useWords } from "../i18n/words";

/** Stands, in the API, for owners that a reader may not know. */
const partner = "un partenaire";

export function MemberDot({ color }: { color: string | undefined }) {
  return (
    <span
      className="member-dot"
      style={{ background: color ?? "var(--c-gap)" }}
      aria-hidden="true"
    />
  );
}

/** Finds a member's name and colour by slug; the slug itself when unknown. */
export function useMemberNames(): (slug: string) => { name: string; color: string | undefined } {
  const { t } = useWords();
  const { data } = useMembers();
  return useMemo(() => {
    const known = new Map((data ?? []).map((m) => [m.slug, m]));
    return (slug) => ({
      name: slug === partner ? t.members.partner : (known.get(slug)?.name ?? slug),
      color: known.get(slug)?.color,
    });
  }, [data, t]);
}

export function MemberName({ slug }: { slug: string }) {
  const { name, color } = useMemberNames()(slug);
  return (
    <span className="member-name">
      <MemberDot color={color} />
      <span>{name}</span>
    </span>
  );
}

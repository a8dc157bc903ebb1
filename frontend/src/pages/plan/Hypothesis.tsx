// What a plan takes for granted that is not so, so that nobody takes its figures for
// those of things as they are.
import { useWords } from "../../i18n/words";
import { useMemberNames } from "../../parts/MemberName";
import { type Supposition, supposes } from "../../plan/draft";

/** A supposition in words, one part a line. */
export function useSupposed(suppose: Supposition | undefined): string[] {
  const { t, f } = useWords();
  const nameOf = useMemberNames();
  const names = (slugs: string[]) => slugs.map((slug) => nameOf(slug).name).join(", ");
  const { remove = [], candidates = [], set = [] } = suppose ?? {};
  return [
    ...(remove.length > 0 ? [t.suppose.without(names(remove))] : []),
    ...(candidates.length > 0 ? [t.suppose.with(names(candidates))] : []),
    ...set.map((one) => {
      const zone = [one.code ?? t.suppose.allZones, one.member && nameOf(one.member).name]
        .filter(Boolean)
        .join(", ");
      if (one.available_on) return t.suppose.from(zone, f.date(one.available_on));
      return t.suppose.becomes(zone, one.status ? (t.statuses[one.status] ?? one.status) : "–");
    }),
  ];
}

export function Hypothesis({ suppose }: { suppose: Supposition | undefined }) {
  const { t } = useWords();
  const said = useSupposed(suppose);
  if (!supposes(suppose)) return null;
  return (
    <div className="plan-hypothesis" role="note">
      <p>
        <b>{t.suppose.hypothesis}</b>
        {t.source.colon}
        {said.join(" · ")}
      </p>
      <p className="soft">{t.suppose.warning}</p>
    </div>
  );
}

import type { Grant } from "../api/access";
import { useWords } from "../i18n/words";
import { MemberName } from "./MemberName";

/** A role, and for whom it is held. */
export function GrantName({ grant }: { grant: Grant }) {
  const { t } = useWords();
  return (
    <span className="grant">
      {t.access.roles[grant.role]}
      {grant.member && (
        <>
          {" · "}
          <MemberName slug={grant.member} />
        </>
      )}
    </span>
  );
}

/** Tells two roles apart. */
export const grantKey = ({ role, member }: Grant) => `${role} ${member ?? ""}`;

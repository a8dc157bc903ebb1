// What must be known before the figures are read: a demonstration, approximate boundaries.
import { Button, CloseButton, CopyButton, UnstyledButton } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useAddress } from "../address/useAddress";
import { dayOf } from "../api/filter";
import { useMay } from "../api/may";
import { useMe, useTerritory } from "../api/territory";
import { parisDay } from "../i18n/parisDay";
import { useWords } from "../i18n/words";
import { signInPath } from "../pages/SignInPage";
import { useMemberNames } from "../parts/MemberName";

export function Banners() {
  const me = useMe();
  const may = useMay();
  const territory = useTerritory();
  const { t } = useWords();
  return (
    <>
      <Preview />
      <OfDay />
      {me.data?.demo && <Banner name="demo">{t.banner.demo}</Banner>}
      {may.visitor && (
        <Banner name="visitor">
          {t.banner.visitor} <a href={signInPath}>{t.access.signIn}</a>
        </Banner>
      )}
      {territory.data?.loaded && territory.data.approximate && (
        <Banner name="approximate">
          {t.banner.approximate}{" "}
          <CopyButton value={t.banner.command}>
            {({ copied, copy }) => (
              <UnstyledButton className="command" onClick={copy} title={t.banner.copy}>
                <code>{t.banner.command}</code>
                {copied && <span role="status"> {t.banner.copied}</span>}
              </UnstyledButton>
            )}
          </CopyButton>
        </Banner>
      )}
    </>
  );
}

/** While one looks as someone else: it stays until that is left. */
function Preview() {
  const { t } = useWords();
  const { address, go } = useAddress();
  const nameOf = useMemberNames();
  const { as, of, view } = address;
  if (!as || !of || view !== "audience") return null;
  return (
    <div className="banner banner-preview" role="status">
      <p>{t.audience.banner(nameOf(of).name, t.audience.whom[as])}</p>
      <Button size="compact-xs" variant="white" onClick={() => go({ as: null })}>
        {t.audience.leave}
      </Button>
    </div>
  );
}

/** While the figures are of another day: it stays until that is left. */
function OfDay() {
  const { t, f } = useWords();
  const { address, go } = useAddress();
  const day = dayOf(address);
  if (!day) return null;
  const today = parisDay();
  return (
    <div className="banner banner-day" role="status">
      <p>{(day > today ? t.filters.future : t.filters.past)(f.date(day))}</p>
      <Button size="compact-xs" variant="default" onClick={() => go({ day: "" })}>
        {t.filters.today}
      </Button>
    </div>
  );
}

function Banner({ name, children }: { name: string; children: ReactNode }) {
  const { t } = useWords();
  const key = `maillage-hidden-${name}`;
  const [hidden, setHidden] = useState(() => sessionStorage.getItem(key) !== null);
  if (hidden) return null;
  return (
    <div className="banner" data-banner={name}>
      <p>{children}</p>
      <CloseButton
        size="sm"
        aria-label={t.banner.hide}
        onClick={() => {
          sessionStorage.setItem(key, "1");
          setHidden(true);
        }}
      />
    </div>
  );
}

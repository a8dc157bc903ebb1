// The slim bar: the places one can go, and how the page speaks and looks.
import {
  IconAffiliate,
  IconDropletHalf2,
  IconFileUpload,
  IconStack2,
  IconTrendingUp,
  IconUsers,
} from "@tabler/icons-react";
import { places, writeAddress } from "../address/address";
import { useAddress } from "../address/useAddress";
import { useWords } from "../i18n/words";
import { Logo } from "../parts/Logo";
import { Preferences } from "./Preferences";

const icons: Record<(typeof places)[number], typeof IconUsers> = {
  coverage: IconStack2,
  gaps: IconDropletHalf2,
  openings: IconTrendingUp,
  overlaps: IconAffiliate,
  members: IconUsers,
  lists: IconFileUpload,
};

export function Rail() {
  const { t } = useWords();
  const { address, go } = useAddress();
  return (
    <header className="rail">
      <Logo />
      <nav className="rail-places" aria-label={t.places}>
        {places.map((view) => {
          const Icon = icons[view];
          // The member a page is about follows from page to page; the rest is left behind.
          const change = {
            view,
            pair: null,
            upload: null,
            as: null,
            change: null,
            at: null,
            place: null,
          };
          return (
            <a
              key={view}
              href={writeAddress({ ...address, ...change }) || "/"}
              aria-current={address.view === view ? "page" : undefined}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
                event.preventDefault();
                go(view === "members" ? { ...change, of: null } : change);
              }}
            >
              <Icon size={22} stroke={1.6} aria-hidden="true" />
              <span>{t.views[view]}</span>
            </a>
          );
        })}
      </nav>
      <Preferences />
    </header>
  );
}

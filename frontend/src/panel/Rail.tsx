// The slim bar: the places one can go, and how the page speaks and looks.
import {
  IconAffiliate,
  IconBook2,
  IconChartPie,
  IconDropletHalf2,
  IconFileUpload,
  IconFlask,
  IconMap2,
  IconRoute2,
  IconStack2,
  IconTrendingUp,
  IconUsers,
} from "@tabler/icons-react";
import { places, type View, writeAddress } from "../address/address";
import { useAddress } from "../address/useAddress";
import { useMay } from "../api/may";
import { useWords } from "../i18n/words";
import { Logo } from "../parts/Logo";
import { Preferences } from "./Preferences";

const icons: Record<(typeof places)[number], typeof IconUsers> = {
  coverage: IconStack2,
  gaps: IconDropletHalf2,
  openings: IconTrendingUp,
  overlaps: IconAffiliate,
  contributions: IconChartPie,
  ledger: IconBook2,
  redundancy: IconRoute2,
  simulation: IconFlask,
  plan: IconMap2,
  members: IconUsers,
  lists: IconFileUpload,
};

/** Places reached from another, which stays the current one. */
const within: Partial<Record<View, View>> = {
  audience: "members",
  readers: "members",
  plans: "plan",
  proposals: "plan",
};

const signedIn: View[] = ["contributions", "ledger", "redundancy", "simulation", "plan", "lists"];

export function Rail() {
  const { t } = useWords();
  const { address, go } = useAddress();
  const may = useMay();
  // A visitor sees too little of who owns what for these to tell anything.
  const shown = (view: View) =>
    !(may.visitor && signedIn.includes(view)) && (may.planning || view !== "ledger");
  return (
    <header className="rail">
      <Logo />
      <nav className="rail-places" aria-label={t.places}>
        {places.filter(shown).map((view) => {
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
            plan: null,
            against: null,
            proposal: null,
            quarter: "",
          };
          return (
            <a
              key={view}
              href={writeAddress({ ...address, ...change }) || "/"}
              title={t.views[view]}
              aria-current={(within[address.view] ?? address.view) === view ? "page" : undefined}
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

// The one panel that answers: beside the map, or a sheet below it on a phone.
import { ActionIcon } from "@mantine/core";
import { IconLayoutSidebarRightCollapse, IconLayoutSidebarRightExpand } from "@tabler/icons-react";
import { useRef } from "react";
import type { Address } from "../address/address";
import { useAddress } from "../address/useAddress";
import { useWords } from "../i18n/words";
import { AccountPage } from "../pages/account/AccountPage";
import { AudiencePage } from "../pages/audience/AudiencePage";
import { ContributionsPage } from "../pages/ContributionsPage";
import { CoveragePage } from "../pages/CoveragePage";
import { GapsPage } from "../pages/GapsPage";
import { HerePage } from "../pages/HerePage";
import { HistoryPage } from "../pages/history/HistoryPage";
import { ListsPage } from "../pages/ListsPage";
import { LedgerPage } from "../pages/ledger/LedgerPage";
import { MembersPage } from "../pages/MembersPage";
import { OpeningsPage } from "../pages/OpeningsPage";
import { OverlapsPage } from "../pages/OverlapsPage";
import { PlansPage } from "../pages/plan/PlansPage";
import { StudioPage } from "../pages/plan/StudioPage";
import { ProposalsPage } from "../pages/proposals/ProposalsPage";
import { ReadersPage } from "../pages/ReadersPage";
import { RedundancyPage } from "../pages/RedundancyPage";
import { SimulationPage } from "../pages/simulation/SimulationPage";
import { UsersPage } from "../pages/users/UsersPage";
import { Trouble } from "../parts/Trouble";
import { Banners } from "./Banners";
import { Preferences } from "./Preferences";
import { Search } from "./Search";
import { useSheet } from "./useSheet";
import { Waiting } from "./Waiting";

const pages = {
  coverage: CoveragePage,
  gaps: GapsPage,
  openings: OpeningsPage,
  overlaps: OverlapsPage,
  contributions: ContributionsPage,
  ledger: LedgerPage,
  redundancy: RedundancyPage,
  simulation: SimulationPage,
  plan: StudioPage,
  plans: PlansPage,
  proposals: ProposalsPage,
  members: MembersPage,
  lists: ListsPage,
  account: AccountPage,
  users: UsersPage,
  history: HistoryPage,
  audience: AudiencePage,
  readers: ReadersPage,
};

/** What the panel is about: another one is read from its top. */
function subject({ view, upload, of }: Address): string {
  return `${view} ${upload ?? ""} ${view === "members" ? (of ?? "") : ""}`;
}

interface Props {
  open: boolean;
  setOpen: (open: boolean) => void;
  ready: boolean;
  trouble: Error | null;
  retry: () => void;
}

export function Panel({ open, setOpen, ready, trouble, retry }: Props) {
  const { t } = useWords();
  const { address } = useAddress();
  const sheet = useSheet();
  const body = useRef<HTMLDivElement>(null);
  const asked = address.at !== null || address.place !== null;
  const Page = asked ? HerePage : pages[address.view];
  const Toggle = open ? IconLayoutSidebarRightCollapse : IconLayoutSidebarRightExpand;
  return (
    <>
      <ActionIcon
        className="panel-toggle"
        variant="default"
        size={32}
        aria-expanded={open}
        aria-controls="panel"
        aria-label={open ? t.panel.close : t.panel.open}
        onClick={() => setOpen(!open)}
      >
        <Toggle size={18} stroke={1.6} aria-hidden="true" />
      </ActionIcon>
      <aside
        id="panel"
        className="panel"
        aria-label={t.panel.label}
        tabIndex={-1}
        hidden={!open}
        data-height={sheet.height}
        style={sheet.style}
      >
        <button
          type="button"
          className="panel-handle"
          aria-label={sheet.height === "tall" ? t.panel.shorter : t.panel.taller}
          {...sheet.handle}
        >
          <span />
        </button>
        {ready && <Search />}
        <Banners />
        <div className="panel-body" ref={body} key={asked ? "here" : subject(address)}>
          {trouble ? <Trouble error={trouble} retry={retry} /> : ready ? <Page /> : <Waiting />}
          <div className="panel-foot">
            <Preferences />
          </div>
        </div>
      </aside>
    </>
  );
}

// The zones chosen, in order. In the studio each can be required or set aside, by
// its buttons or by dragging it out.
import { ActionIcon, Button } from "@mantine/core";
import { IconPin, IconPinnedFilled, IconX } from "@tabler/icons-react";
import { type DragEvent, useState } from "react";
import type { PlanPick } from "../../api/plans";
import { useWords } from "../../i18n/words";
import { mapGoTo } from "../../map/commands";
import type { Named } from "../../plan/draft";

const first = 25;

export interface Change {
  pin: (pick: Named) => void;
  unpin: (pick: Named) => void;
  ban: (pick: Named) => void;
}

interface Props {
  picks: PlanPick[];
  /** Absent where the plan cannot be changed. */
  change?: Change;
}

export function Picks({ picks, change }: Props) {
  const { t, f } = useWords();
  const [all, setAll] = useState(false);
  const [dragged, setDragged] = useState<Named | null>(null);
  if (picks.length === 0) return <p className="notice">{t.plan.none}</p>;
  const shown = all ? picks : picks.slice(0, first);
  return (
    <section className="detail" aria-labelledby="plan-picks">
      <h2 id="plan-picks">
        {t.plan.picks} <span className="soft">{t.plan.picksHelp}</span>
      </h2>
      <table className="plan-picks">
        <thead>
          <tr>
            <td />
            <th scope="col">{t.plan.pick.zone}</th>
            <th scope="col" className="num">
              {t.plan.pick.gain}
            </th>
            <th scope="col" className="num">
              {t.plan.pick.cost}
            </th>
            {change && <td />}
          </tr>
        </thead>
        <tbody>
          {shown.map((pick, i) => (
            <Row
              key={pick.candidate}
              pick={pick}
              rank={i + 1}
              change={change}
              onDrag={setDragged}
            />
          ))}
        </tbody>
      </table>
      {!all && picks.length > first && (
        <Button variant="subtle" size="xs" onClick={() => setAll(true)}>
          {t.plan.moreOf(f.number(picks.length - first))}
        </Button>
      )}
      {change && <Aside dragged={dragged} onDrop={change.ban} />}
    </section>
  );
}

interface RowProps {
  pick: PlanPick;
  rank: number;
  change: Change | undefined;
  onDrag: (pick: Named | null) => void;
}

function Row({ pick, rank, change, onDrag }: RowProps) {
  const { t, f } = useWords();
  const named = { code: pick.candidate, name: pick.name || pick.candidate };
  const Pin = pick.required ? IconPinnedFilled : IconPin;
  const start = (event: DragEvent) => {
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", named.name);
    onDrag(named);
  };
  return (
    <tr
      draggable={change !== undefined}
      onDragStart={start}
      onDragEnd={() => onDrag(null)}
      data-required={pick.required || undefined}
    >
      <td className="plan-rank">{rank}</td>
      <th scope="row">
        <button
          type="button"
          title={t.plan.goTo(named.name)}
          onClick={() => mapGoTo(pick.at as [number, number], 9)}
        >
          {named.name}
        </button>
        {pick.required && <span className="soft"> {t.plan.required}</span>}
      </th>
      <td className="num">{f.signed(pick.gain)}</td>
      <td className="num soft">{pick.cost === null ? "–" : f.euros(pick.cost)}</td>
      {change && (
        <td className="plan-acts">
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-pressed={pick.required === true}
            aria-label={(pick.required ? t.plan.unpin : t.plan.pin)(named.name)}
            title={(pick.required ? t.plan.unpin : t.plan.pin)(named.name)}
            onClick={() => (pick.required ? change.unpin : change.pin)(named)}
          >
            <Pin size={14} aria-hidden="true" />
          </ActionIcon>
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={t.plan.ban(named.name)}
            title={t.plan.ban(named.name)}
            onClick={() => change.ban(named)}
          >
            <IconX size={14} aria-hidden="true" />
          </ActionIcon>
        </td>
      )}
    </tr>
  );
}

function Aside({ dragged, onDrop }: { dragged: Named | null; onDrop: (pick: Named) => void }) {
  const { t } = useWords();
  const [over, setOver] = useState(false);
  return (
    <p
      className="plan-aside"
      data-open={dragged !== null || undefined}
      data-over={(dragged !== null && over) || undefined}
      onDragOver={(event) => {
        if (!dragged) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (dragged) onDrop(dragged);
      }}
    >
      {dragged ? t.plan.dropHere : t.plan.dragHelp}
    </p>
  );
}

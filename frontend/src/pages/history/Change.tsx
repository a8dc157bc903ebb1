// One change: who and when, then each thing it touched, opened on demand.
import { Button } from "@mantine/core";
import { useState } from "react";
import { useAddress } from "../../address/useAddress";
import type { HistoryLine } from "../../api/history";
import { useMay } from "../../api/may";
import { useWords } from "../../i18n/words";
import { useMemberNames } from "../../parts/MemberName";
import { actorText } from "./actorText";
import { Difference } from "./Difference";

/** Lines of one change shown before the others are asked for. */
const first = 5;

export function Change({ lines }: { lines: HistoryLine[] }) {
  const { t, f } = useWords();
  const { go } = useAddress();
  const may = useMay();
  const [all, setAll] = useState(false);
  const head = lines[0];
  if (!head) return null;
  const upload = /^import:(\d+)/.exec(head.change)?.[1];
  return (
    <li className="change">
      <p className="change-head">
        <b title={head.actor}>{actorText(head.actor, t.history)}</b>{" "}
        <span className="soft">{f.moment(head.at)}</span>
        {upload && head.member && may.readUploads(head.member) && (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => go({ view: "lists", of: head.member ?? null, upload: Number(upload) })}
          >
            {t.history.upload}
          </Button>
        )}
      </p>
      <ul>
        {(all ? lines : lines.slice(0, first)).map((line) => (
          <Line key={line.id} line={line} />
        ))}
      </ul>
      {lines.length > first && !all && (
        <Button size="compact-xs" variant="subtle" onClick={() => setAll(true)}>
          {t.table.more(f.number(lines.length - first))}
        </Button>
      )}
    </li>
  );
}

function Line({ line }: { line: HistoryLine }) {
  const { t } = useWords();
  const roles: Record<string, string> = t.access.roles;
  const nameOf = useMemberNames();
  const [open, setOpen] = useState(false);
  const shown = line.after ?? line.before ?? {};
  const name = typeof shown.name === "string" ? shown.name : "";
  const whose = line.member ? nameOf(line.member).name : "";
  const role = roles[String(shown.role)];
  const more = [
    line.noun === "account_grant" && role,
    line.code !== name && line.code,
    whose !== name && name && whose,
    line.action === "changed" &&
      line.changed.map((field) => t.history.fields[field] ?? field).join(", "),
  ];
  return (
    <li>
      <button
        type="button"
        className="change-line"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <span className={`tag tag-${line.action}`}>{t.history.actions[line.action]}</span>
        <span>
          {t.history.nouns[line.noun]} {name || whose}
          <span className="rows-more">{more.filter(Boolean).join(" · ")}</span>
        </span>
      </button>
      {open && <Difference line={line} />}
    </li>
  );
}

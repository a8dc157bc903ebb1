// A member's entries with who sees each: chosen on the line, or for many at once.
import { Button, Checkbox, SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { useAddress } from "../../address/useAddress";
import { type Audience, useChangeAudience, useUndoAudience } from "../../api/audience";
import type { Pop, Schemas, Zone } from "../../api/client";
import { usePops, useZones } from "../../api/inventory";
import { useWords } from "../../i18n/words";
import { AudienceSelect } from "../../parts/AudienceSelect";
import { More } from "../../parts/More";
import { Refusal } from "../../parts/Refusal";
import { Trouble } from "../../parts/Trouble";

type Kind = Schemas["AudienceChange"]["kind"];
/** What is chosen of an entry: who sees it, or who sees its price. */
type What = "audience" | "price_audience";

interface Props {
  slug: string;
  kind: Kind;
  /** How many entries of the kind there are. */
  total: number;
}

export function EntryAudiences({ slug, kind, total }: Props) {
  const { t } = useWords();
  const zones = useZones(slug, null, kind === "zones");
  const pops = usePops(slug, null, kind === "pops");
  const query = kind === "zones" ? zones : pops;
  const items: (Zone | Pop)[] =
    kind === "zones"
      ? (zones.data?.pages.flatMap((page) => page.items) ?? [])
      : (pops.data?.pages.flatMap((page) => page.items) ?? []);
  const change = useChangeAudience(slug);
  const [what, setWhat] = useState<What>("audience");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [all, setAll] = useState(false);
  const toggle = (code: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(code);
    else next.delete(code);
    setChosen(next);
    setAll(false);
  };
  const put = (audience: Audience, codes?: string[]) =>
    change.mutate(
      { kind, [what]: audience, ...(codes ? { codes } : {}) },
      {
        onSuccess: () => {
          setChosen(new Set());
          setAll(false);
        },
      },
    );
  if (query.error) return <Trouble error={query.error} retry={() => void query.refetch()} />;
  if (query.data && items.length === 0) {
    return <p className="notice">{kind === "zones" ? t.members.noZones : t.members.noPops}</p>;
  }
  const count = all ? total : chosen.size;
  return (
    <div className="audiences">
      {kind === "zones" && (
        <SegmentedControl
          size="xs"
          aria-label={t.audience.what}
          value={what}
          onChange={(value) => setWhat(value as What)}
          data={[
            { value: "audience", label: t.audience.ofEntry },
            { value: "price_audience", label: t.audience.ofPrice },
          ]}
        />
      )}
      <Many
        count={count}
        pending={change.isPending}
        onPut={(audience) => put(audience, all ? undefined : [...chosen])}
      />
      <Done slug={slug} change={change.data} />
      <Refusal error={change.error} />
      <ul className="rows">
        <li className="audience-all">
          <Checkbox
            size="xs"
            label={t.audience.all(total)}
            checked={all}
            indeterminate={!all && chosen.size > 0}
            onChange={(event) => {
              setAll(event.currentTarget.checked);
              setChosen(new Set());
            }}
          />
        </li>
        {items.map((entry) => (
          <li key={entry.code}>
            <Checkbox
              size="xs"
              label={
                <>
                  {entry.name} <span className="rows-more code">{entry.code}</span>
                </>
              }
              checked={all || chosen.has(entry.code)}
              onChange={(event) => toggle(entry.code, event.currentTarget.checked)}
            />
            <AudienceSelect
              quiet
              label={t.audience.of(entry.name)}
              value={what === "price_audience" ? (entry as Zone).price_audience : entry.audience}
              onChange={(audience) => put(audience, [entry.code])}
            />
          </li>
        ))}
      </ul>
      <More query={query} />
    </div>
  );
}

interface ManyProps {
  count: number;
  pending: boolean;
  onPut: (audience: Audience) => void;
}

/** What is done to all that are chosen. */
function Many({ count, pending, onPut }: ManyProps) {
  const { t, f } = useWords();
  const [audience, setAudience] = useState<Audience>("members");
  if (count === 0) return <p className="soft">{t.audience.choose}</p>;
  return (
    <fieldset className="audience-many">
      <legend className="unseen">{t.audience.many(count, f.number(count))}</legend>
      <AudienceSelect
        label={t.audience.many(count, f.number(count))}
        value={audience}
        onChange={setAudience}
      />
      <Button size="xs" loading={pending} onClick={() => onPut(audience)}>
        {t.audience.apply}
      </Button>
      <p className="soft">{t.audience.means[audience]}</p>
    </fieldset>
  );
}

/** What a change did, and the way back. */
function Done({ slug, change }: { slug: string; change: Schemas["AudienceChanged"] | undefined }) {
  const { t, f } = useWords();
  const { go } = useAddress();
  const undo = useUndoAudience(slug);
  if (!change) return null;
  const undone = undo.data && undo.variables === change.change;
  return (
    <div className="audience-done" role="status">
      <p className="good">
        {undone
          ? t.audience.undone
          : t.audience.changed(change.changed, f.number(change.changed), change.unchanged)}
      </p>
      {change.changed > 0 && !undone && (
        <div className="actions">
          <Button
            size="compact-sm"
            variant="default"
            loading={undo.isPending}
            onClick={() => undo.mutate(change.change)}
          >
            {t.audience.undo}
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => go({ view: "history", change: change.change })}
          >
            {t.audience.inHistory}
          </Button>
        </div>
      )}
      <Refusal error={undo.error} />
    </div>
  );
}

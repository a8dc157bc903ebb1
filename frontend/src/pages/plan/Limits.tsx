// What a plan has to keep to, and what a second path is worth.
import { ActionIcon, Checkbox, NativeSelect } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useWords } from "../../i18n/words";
import { useMemberNames } from "../../parts/MemberName";
import { type CapBy, mostCaps, putDraft, useDraft } from "../../plan/draft";
import { Amount } from "./Amount";

const capped: CapBy[] = ["departement", "supplier", "member"];

export function Limits() {
  const { t, f } = useWords();
  const nameOf = useMemberNames();
  const { budget, caps, secondPath, noFirstPath, members } = useDraft();
  const said = [
    ...caps.map((cap) => `${f.number(cap.max)} / ${t.plan.caps[cap.by]}`),
    budget.within !== null &&
      (budget.kind === "zones"
        ? `≤ ${f.euros(budget.within)}`
        : `≤ ${t.plan.picksCount(budget.within, f.number(budget.within))}`),
    secondPath > 0 && `${t.plan.secondPath} ${f.number(secondPath, secondPath % 1 ? 2 : 0)}`,
    members.length > 0 && t.plan.onlyZonesOf(members.map((slug) => nameOf(slug).name).join(", ")),
  ].filter(Boolean);
  return (
    <details className="plan-more">
      <summary>
        {t.plan.limits} <span className="soft">{said.join(" · ")}</span>
      </summary>
      <div className="plan-question plan-limits">
        <Caps />
        {budget.kind !== "share" && (
          <Amount
            label={budget.kind === "zones" ? t.plan.within.eur : t.plan.within.zones}
            description={t.plan.within.help}
            max={budget.kind === "zones" ? 1e9 : 1000}
            decimalScale={0}
            value={budget.within ?? 0}
            onTake={(n) => putDraft({ budget: { ...budget, within: n > 0 ? n : null } })}
          />
        )}
        <Amount
          label={t.plan.secondPath}
          description={t.plan.secondPathHelp}
          max={1000}
          value={secondPath}
          onTake={(value) => putDraft({ secondPath: value })}
        />
        {secondPath > 0 && (
          <Checkbox
            size="xs"
            label={t.plan.noFirstPath}
            checked={noFirstPath}
            onChange={(event) => putDraft({ noFirstPath: event.currentTarget.checked })}
          />
        )}
        {members.length > 0 && (
          <ul className="chips">
            <li>
              {t.plan.onlyZonesOf(members.map((slug) => nameOf(slug).name).join(", "))}
              <ActionIcon
                size="xs"
                variant="subtle"
                color="gray"
                aria-label={t.plan.everyone}
                title={t.plan.everyone}
                onClick={() => putDraft({ members: [] })}
              >
                <IconX size={12} aria-hidden="true" />
              </ActionIcon>
            </li>
          </ul>
        )}
      </div>
    </details>
  );
}

/** A line a cap, and one more to add another. */
function Caps() {
  const { t } = useWords();
  const { caps } = useDraft();
  const lines = [...caps, ...(caps.length < mostCaps ? [null] : [])];
  return lines.map((cap, i) => {
    const taken = caps.filter((other) => other !== cap).map((other) => other.by);
    const put = (by: CapBy | "", max: number) =>
      putDraft({
        caps: [...caps.slice(0, i), ...(by === "" ? [] : [{ by, max }]), ...caps.slice(i + 1)],
      });
    return (
      <div className="plan-pair" key={cap?.by ?? "more"}>
        <NativeSelect
          size="xs"
          label={i === 0 ? t.plan.cap : t.plan.capMore}
          value={cap?.by ?? ""}
          data={[
            { value: "", label: t.plan.caps.none },
            ...capped
              .filter((by) => !taken.includes(by))
              .map((value) => ({ value, label: t.plan.caps[value] })),
          ]}
          onChange={(event) => put(event.currentTarget.value as CapBy | "", cap?.max ?? 2)}
        />
        {cap && (
          <Amount
            label={t.plan.capMax}
            decimalScale={0}
            max={1000}
            value={cap.max}
            onTake={(max) => put(cap.by, max)}
          />
        )}
      </div>
    );
  });
}

// What a plan chooses among, what it is to win, and what zones cost.
import { Button, FileButton, NativeSelect } from "@mantine/core";
import { useState } from "react";
import { useTerritory } from "../../api/territory";
import { useWords } from "../../i18n/words";
import { type From, type Objective, objectives, putDraft, useDraft } from "../../plan/draft";
import { Amount } from "./Amount";
import { Limits } from "./Limits";
import { Suppositions } from "./Suppositions";

const froms: From[] = ["units", "regions", "planned", "file"];

/** Pins and bans are codes among the candidates: others have others. */
const anew = { pinned: [], banned: [] };

export function Question() {
  const { t } = useWords();
  const draft = useDraft();
  return (
    <fieldset className="form plan-question">
      <legend className="unseen">{t.plan.question}</legend>
      <NativeSelect
        size="xs"
        label={t.plan.from}
        value={draft.from}
        data={froms.map((value) => ({ value, label: t.plan.sources[value] }))}
        onChange={(event) => putDraft({ from: event.currentTarget.value as From, ...anew })}
      />
      <Source />
      <NativeSelect
        size="xs"
        label={t.plan.objective}
        description={t.plan.objectivesHelp[draft.objective]}
        inputWrapperOrder={["label", "input", "description"]}
        value={draft.objective}
        data={objectives.map((value) => ({ value, label: t.plan.objectives[value] }))}
        onChange={(event) => putDraft({ objective: event.currentTarget.value as Objective })}
      />
      <CostModel />
      <Limits />
      <Suppositions />
    </fieldset>
  );
}

function Source() {
  const { t } = useWords();
  const draft = useDraft();
  const kinds = useTerritory().data?.kinds.map((k) => k.kind) ?? [draft.unit];
  switch (draft.from) {
    case "units":
      return (
        <div className="plan-pair">
          <NativeSelect
            size="xs"
            label={t.plan.unit}
            value={draft.unit}
            data={kinds.map((kind) => ({ value: kind, label: t.kindsMany[kind] ?? kind }))}
            onChange={(event) => putDraft({ unit: event.currentTarget.value, ...anew })}
          />
          <Amount
            label={t.plan.radius}
            description={t.plan.radiusHelp}
            max={100}
            value={draft.radius}
            onTake={(radius) => putDraft({ radius })}
          />
        </div>
      );
    case "regions":
      return (
        <Amount
          label={t.plan.minKm2}
          value={draft.minKm2}
          max={1_000_000}
          onTake={(minKm2) => putDraft({ minKm2, ...anew })}
        />
      );
    case "file":
      return <ListOfCandidates />;
    default:
      return null;
  }
}

/** The server's own limit of a list, in bytes. */
const largest = 16 * 1024 * 1024;

function ListOfCandidates() {
  const { t } = useWords();
  const { list } = useDraft();
  const [refused, setRefused] = useState(false);
  const take = async (file: File | null) => {
    if (!file) return;
    setRefused(file.size > largest);
    if (file.size > largest) return;
    const url = await new Promise<string>((done, fail) => {
      const reader = new FileReader();
      reader.onload = () => done(String(reader.result));
      reader.onerror = () => fail(reader.error);
      reader.readAsDataURL(file);
    });
    putDraft({ list: { name: file.name, content: url.slice(url.indexOf(",") + 1) }, ...anew });
  };
  return (
    <div className="plan-file">
      <FileButton onChange={(file) => void take(file)} inputProps={{ "aria-label": t.plan.choose }}>
        {(props) => (
          <Button {...props} variant="default" size="xs">
            {t.plan.choose}
          </Button>
        )}
      </FileButton>
      {list && <span>{list.name}</span>}
      {refused && (
        <p className="refusal" role="alert">
          {t.plan.tooLarge}
        </p>
      )}
      <p className="soft">{t.plan.fileHelp}</p>
    </div>
  );
}

function CostModel() {
  const { t, f } = useWords();
  const { cost } = useDraft();
  const said = `${f.euros(cost.door_eur)} + km × ${f.euros(cost.per_km_eur)} + ${f.euros(cost.monthly_eur)} × ${f.number(cost.months)}`;
  const fields = ["door_eur", "per_km_eur", "monthly_eur", "months"] as const;
  return (
    <details className="plan-more">
      <summary>
        {t.plan.cost} <span className="soft num">{said}</span>
      </summary>
      <p className="soft">{t.plan.formula}</p>
      <div className="plan-four">
        {fields.map((field) => (
          <Amount
            key={field}
            label={t.plan.coefficients[field]}
            max={field === "months" ? 600 : 10_000_000}
            {...(field === "months" ? { decimalScale: 0 } : {})}
            value={cost[field]}
            onTake={(value) => putDraft({ cost: { ...cost, [field]: value } })}
          />
        ))}
      </div>
      <p className="soft">{t.plan.costHelp}</p>
    </details>
  );
}

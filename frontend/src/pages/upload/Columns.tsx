// Each column of the file: what it is read as or why it is not, and another choice
// with the first rows as they would be read then.
import { Button, NativeSelect } from "@mantine/core";
import { useMemo, useState } from "react";
import type { Upload } from "../../api/client";
import { usePreview, useRevise } from "../../api/uploads";
import { useWords } from "../../i18n/words";
import { Trouble } from "../../parts/Trouble";
import { fieldOf, type Mapping, mappingOf, toldOf, withColumn } from "./mapping";
import { Preview } from "./Preview";

interface Props {
  upload: Upload;
  open: boolean;
}

export function Columns({ upload, open }: Props) {
  const { t } = useWords();
  const asIs = useMemo(() => mappingOf(upload), [upload]);
  const [chosen, setChosen] = useState<Mapping | null>(null);
  const mapping = chosen ?? asIs;
  const told = toldOf(mapping, upload);
  const preview = usePreview(upload.id, open ? told : null);
  const revise = useRevise(upload.id);
  const shown = (chosen && preview.data?.columns) || upload.columns;
  const options = [
    { value: "", label: `— ${t.intake.notUsed}` },
    ...upload.fields
      .filter((field) => field !== "sheet")
      .map((field) => ({ value: field, label: t.intake.fields[field] ?? field })),
  ];
  return (
    <div className="columns">
      <ul>
        {upload.columns.map(({ column, samples }, i) => {
          const now = shown[i];
          const field = fieldOf(mapping, i);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name
            <li key={i} data-used={field !== "" || undefined}>
              <p className="column-name">{column}</p>
              <NativeSelect
                size="xs"
                aria-label={t.intake.usedAsOf(column)}
                value={field}
                disabled={!open}
                onChange={(event) => setChosen(withColumn(mapping, i, event.currentTarget.value))}
                data={options}
              />
              <p className="soft column-samples">{samples.slice(0, 3).join(" · ")}</p>
              <p className="soft">{now?.by ? t.intake.by[now.by] : now?.reason}</p>
            </li>
          );
        })}
      </ul>
      {open && (
        <>
          <Preview query={preview} />
          {chosen && (
            <div className="decision">
              <p className="soft">{t.intake.columnsHelp}</p>
              <div className="actions">
                <Button
                  loading={revise.isPending}
                  disabled={preview.data?.refused !== undefined}
                  onClick={() =>
                    revise.mutate({ mapping: told }, { onSuccess: () => setChosen(null) })
                  }
                >
                  {t.intake.applyColumns}
                </Button>
                <Button variant="default" onClick={() => setChosen(null)}>
                  {t.intake.revertColumns}
                </Button>
              </div>
            </div>
          )}
          {revise.error && <Trouble error={revise.error} />}
        </>
      )}
    </div>
  );
}

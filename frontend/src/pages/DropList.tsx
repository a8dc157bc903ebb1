// Where a file is dropped or chosen; the server checks it at once.
import { Button, FileButton, SegmentedControl } from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";
import { type DragEvent, useState } from "react";
import { ApiError } from "../api/client";
import { useAddUpload } from "../api/uploads";
import { useWords } from "../i18n/words";
import { Trouble } from "../parts/Trouble";
import { Restore } from "./upload/Restore";
import { Sending } from "./upload/Sending";

/** The server's own limit of a file, in bytes. */
const largest = 64 * 1024 * 1024;

interface Props {
  slug: string;
  onChecked: (id: number) => void;
}

export function DropList({ slug, onChecked }: Props) {
  const { t, language } = useWords();
  const [kind, setKind] = useState<"pops" | "zones">("pops");
  const [scope, setScope] = useState<"merge" | "replace">("merge");
  const [over, setOver] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const add = useAddUpload();

  const send = (file: File | null | undefined) => {
    if (!file || add.isPending) return;
    const fault = file.size > largest ? t.lists.tooLarge : file.size === 0 ? t.lists.isEmpty : null;
    setRefused(fault);
    if (fault === null)
      add.mutate(
        { slug, kind, scope, file },
        {
          onSuccess: (upload) => onChecked(upload.id),
          onError: (error) => {
            const kept = keptForChoice(error);
            if (kept !== null) onChecked(kept);
          },
        },
      );
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    send(event.dataTransfer.files[0]);
  };
  return (
    <div className="drop-list">
      <Choice
        label={t.lists.kind}
        value={kind}
        onChange={setKind}
        data={[
          { value: "pops", label: t.lists.pops },
          { value: "zones", label: t.lists.zones },
        ]}
      />
      <Choice
        label={t.lists.scope}
        value={scope}
        onChange={setScope}
        data={[
          { value: "merge", label: t.lists.merge },
          { value: "replace", label: t.lists.replace },
        ]}
      />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button inside is the first */}
      <div
        className="drop"
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        {add.isPending ? (
          <Sending name={add.variables?.file.name ?? ""} sent={add.sent} onStop={add.stop} />
        ) : (
          <>
            <IconFileUpload size={28} stroke={1.4} aria-hidden="true" />
            <p>
              {t.lists.drop}, {t.lists.or}
            </p>
            <FileButton
              onChange={(file) => send(file)}
              inputProps={{ "aria-label": t.lists.choose }}
            >
              {(props) => (
                <Button {...props} variant="light">
                  {t.lists.choose}
                </Button>
              )}
            </FileButton>
            <p className="soft">{t.lists.formats}</p>
          </>
        )}
      </div>
      {refused && (
        <p className="refused" role="alert">
          {refused}
        </p>
      )}
      {add.error && <Trouble error={add.error} />}
      <p className="soft">
        {t.lists.columns}
        {t.source.colon}
        {kind === "pops" ? t.lists.columnsPops : t.lists.columnsZones}.
      </p>
      <p className="soft models">
        {t.intake.model}
        <a href={`/models/${kind}.${language}.csv`} download>
          {kind === "pops" ? t.intake.modelPops : t.intake.modelZones}
        </a>
      </p>
      <details>
        <summary>{t.intake.restore}</summary>
        <Restore slug={slug} kind={kind} onChecked={onChecked} />
      </details>
    </div>
  );
}

/** The upload kept of a file refused only because one of its layers is to be chosen. */
function keptForChoice(error: Error): number | null {
  if (!(error instanceof ApiError) || error.problem.code !== "several_layers") return null;
  const kept = error.problem.fields?.find((field) => field.field === "import")?.value;
  return kept ? Number(kept) : null;
}

interface ChoiceProps<V extends string> {
  label: string;
  value: V;
  onChange: (value: V) => void;
  data: { value: V; label: string }[];
}

function Choice<V extends string>({ label, value, onChange, data }: ChoiceProps<V>) {
  return (
    <div className="labelled">
      <span aria-hidden="true">{label}</span>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={label}
        value={value}
        onChange={(next) => onChange(next as V)}
        data={data}
      />
    </div>
  );
}

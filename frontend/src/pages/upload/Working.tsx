// How far the check of an upload has come; a reload finds it again by its address.
import { Button, Progress } from "@mantine/core";
import type { Upload } from "../../api/client";
import { useMay } from "../../api/may";
import { useCancel } from "../../api/uploads";
import { useWords } from "../../i18n/words";
import { Trouble } from "../../parts/Trouble";

export function Working({ upload }: { upload: Upload }) {
  const { t, f } = useWords();
  const may = useMay();
  const cancel = useCancel(upload.id);
  const { stage, done, total } = upload.progress ?? { stage: "waiting", done: 0, total: 0 };
  const name = t.intake.working[stage] ?? stage;
  return (
    <section className="detail working">
      <p role="status">
        {name}
        {total > 0 && (
          <span className="soft num"> {t.intake.of(f.number(done), f.number(total))}</span>
        )}
      </p>
      <Progress.Root size="sm">
        <Progress.Section
          value={total > 0 ? (100 * done) / total : 100}
          animated={total === 0}
          striped={total === 0}
          aria-label={name}
        />
      </Progress.Root>
      <p className="soft">{t.intake.workingHelp}</p>
      {may.keep(upload.member) && (
        <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
          {t.intake.stop}
        </Button>
      )}
      {cancel.error && <Trouble error={cancel.error} />}
    </section>
  );
}

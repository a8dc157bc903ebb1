import { Loader, Progress } from "@mantine/core";
import { useTerritory } from "../api/territory";
import { useWords } from "../i18n/words";

/** While the first territory is being loaded: how far it has come. */
export function Waiting() {
  const { t } = useWords();
  const territory = useTerritory();
  const loading = territory.data?.loading;
  if (!territory.data) {
    return (
      <section className="page waiting" aria-live="polite">
        <Loader size="sm" />
        <p>{t.loading.label}</p>
      </section>
    );
  }
  const stage = loading ? (t.loading.stages[loading.stage] ?? loading.stage) : t.loading.label;
  const part = loading && loading.total > 0 ? (100 * loading.done) / loading.total : 100;
  return (
    <section className="page waiting">
      <h1>{t.loading.territory}</h1>
      <p>{t.loading.territoryHelp}</p>
      <Progress.Root size="sm" w="100%">
        <Progress.Section value={part} animated striped aria-label={stage} />
      </Progress.Root>
      <p className="soft" aria-live="polite">
        {stage}
      </p>
    </section>
  );
}

import { Loader } from "@mantine/core";
import { useTerritory } from "../api/territory";
import { useWords } from "../i18n/words";

/** While the first territory is being loaded. */
export function Waiting() {
  const { t } = useWords();
  const territory = useTerritory();
  return (
    <section className="page waiting" aria-live="polite">
      <Loader size="sm" />
      {territory.data ? (
        <>
          <h1>{t.loading.territory}</h1>
          <p>{t.loading.territoryHelp}</p>
        </>
      ) : (
        <p>{t.loading.label}</p>
      )}
    </section>
  );
}

// What changed: who, when, before, after; one group for one change.
import { Button, CloseButton } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { useAddress } from "../../address/useAddress";
import { byChange, type HistoryFilter, historySheet, useHistory } from "../../api/history";
import { useMay } from "../../api/may";
import { useWords } from "../../i18n/words";
import { Answered } from "../../parts/Answered";
import { Head } from "../../parts/Head";
import { More } from "../../parts/More";
import { Change } from "./Change";
import { HistoryFilters } from "./HistoryFilters";

export function HistoryPage() {
  const { t } = useWords();
  const { address, go } = useAddress();
  const may = useMay();
  const [chosen, setChosen] = useState<HistoryFilter>({});
  const filter: HistoryFilter = {
    ...chosen,
    ...(address.of ? { member: address.of } : {}),
    ...(address.change ? { change: address.change } : {}),
  };
  if (may.visitor) {
    return (
      <section className="page">
        <Head title={t.history.title} />
        <p className="notice">{t.history.notYours}</p>
      </section>
    );
  }
  return (
    <section className="page">
      <Head title={t.history.title} lead={t.history.lead} />
      {address.change ? (
        <p className="chip">
          {t.history.oneChange} <code>{address.change}</code>
          <CloseButton
            size="sm"
            aria-label={t.history.allChanges}
            onClick={() => go({ change: null })}
          />
        </p>
      ) : (
        <HistoryFilters filter={chosen} onChange={setChosen} />
      )}
      <div className="actions">
        <Button
          component="a"
          href={historySheet(filter)}
          download="maillage-history.csv"
          size="xs"
          variant="default"
          leftSection={<IconDownload size={14} aria-hidden="true" />}
        >
          {t.history.export}
        </Button>
      </div>
      <Lines filter={filter} />
    </section>
  );
}

function Lines({ filter }: { filter: HistoryFilter }) {
  const { t } = useWords();
  const history = useHistory(filter);
  return (
    <Answered query={history}>
      {(data) => {
        const groups = byChange(data.pages.flatMap((page) => page.items));
        if (groups.length === 0) return <p className="notice">{t.history.none}</p>;
        return (
          <>
            <ol className="changes">
              {groups.map((lines) => (
                <Change key={lines[0]?.id} lines={lines} />
              ))}
            </ol>
            <More query={history} />
          </>
        );
      }}
    </Answered>
  );
}

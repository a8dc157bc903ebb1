// What the pool would be if members left or joined, or units were newly collected.
import { MultiSelect } from "@mantine/core";
import { useAddress } from "../../address/useAddress";
import { useSimulation } from "../../api/answers";
import { useMembers } from "../../api/inventory";
import { useMay } from "../../api/may";
import { useWords } from "../../i18n/words";
import { Filters } from "../../panel/Filters";
import { Answered } from "../../parts/Answered";
import { OnceBegun } from "../../parts/Begin";
import { Head } from "../../parts/Head";
import { SourceLine } from "../../parts/SourceLine";
import { AddedUnits } from "./AddedUnits";
import { Difference } from "./Difference";
import { simulationOf } from "./simulationOf";

export function SimulationPage() {
  const { t } = useWords();
  const may = useMay();
  return (
    <section className="page">
      <Head title={t.simulation.title} lead={t.simulation.lead} />
      {may.visitor ? (
        <p className="notice">{t.simulation.notYours}</p>
      ) : (
        <OnceBegun>
          <Filters members={false} />
          <Suppositions />
          <Outcome />
        </OnceBegun>
      )}
      <SourceLine />
    </section>
  );
}

function Suppositions() {
  const { t } = useWords();
  const { address, go } = useAddress();
  const members = useMembers();
  const may = useMay();
  const known = members.data ?? [];
  const options = (status: "active" | "candidate") =>
    known.filter((m) => m.status === status).map((m) => ({ value: m.slug, label: m.name }));
  const candidates = options("candidate");
  return (
    <fieldset className="form suppositions">
      <legend className="unseen">{t.simulation.suppose}</legend>
      <MultiSelect
        size="xs"
        label={t.simulation.remove}
        placeholder={address.remove.length === 0 ? t.simulation.nobody : ""}
        searchable
        clearable
        nothingFoundMessage={t.search.nothing}
        data={options("active")}
        value={address.remove}
        onChange={(remove) => go({ remove })}
      />
      {may.plan && candidates.length > 0 && (
        <MultiSelect
          size="xs"
          label={t.simulation.join}
          placeholder={address.join.length === 0 ? t.simulation.nobody : ""}
          searchable
          clearable
          data={candidates}
          value={address.join}
          onChange={(join) => go({ join })}
        />
      )}
      <AddedUnits units={address.add} onChange={(add) => go({ add })} />
    </fieldset>
  );
}

function Outcome() {
  const { t } = useWords();
  const { address } = useAddress();
  const input = simulationOf(address, t.simulation.addedName);
  const simulation = useSimulation(input ?? {}, input !== null);
  if (!input) return <p className="notice">{t.simulation.begin}</p>;
  return <Answered query={simulation}>{(data) => <Difference simulation={data} />}</Answered>;
}

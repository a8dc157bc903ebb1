// The kind of unit a ranked table is broken down by.
import { NativeSelect } from "@mantine/core";
import { useAddress } from "../address/useAddress";
import { useTerritory } from "../api/territory";
import { useWords } from "../i18n/words";

export function UnitKind() {
  const { t } = useWords();
  const { address, go } = useAddress();
  const territory = useTerritory();
  const kinds = territory.data?.kinds.map((k) => k.kind) ?? [address.unit];
  return (
    <NativeSelect
      className="unit-kind"
      size="xs"
      variant="unstyled"
      aria-label={t.table.unitKind}
      value={address.unit}
      data={kinds.map((kind) => ({ value: kind, label: t.kindsMany[kind] ?? kind }))}
      onChange={(event) => go({ unit: event.currentTarget.value }, { replace: true })}
    />
  );
}

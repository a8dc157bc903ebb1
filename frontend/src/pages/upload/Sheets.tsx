// Which sheet of a workbook, or layer of a map file, is read, where there are several.
import { NativeSelect } from "@mantine/core";
import type { Upload } from "../../api/client";
import { useMay } from "../../api/may";
import { useRevise } from "../../api/uploads";
import { useWords } from "../../i18n/words";
import { Trouble } from "../../parts/Trouble";

export function Sheets({ upload }: { upload: Upload }) {
  const { t } = useWords();
  const may = useMay();
  const revise = useRevise(upload.id);
  const { sheets, sheet = "", state } = upload;
  if (sheets.length < 2) return null;
  // A file refused for want of a choice is read once it is made.
  const refused = state === "failed";
  const open = (state === "checked" || refused) && may.keep(upload.member);
  return (
    <div className="labelled">
      <NativeSelect
        size="xs"
        label={t.intake.sheet}
        {...(upload.edited > 0 ? { description: t.intake.sheetHelp } : {})}
        value={sheet}
        disabled={!open || revise.isPending}
        onChange={(event) => revise.mutate({ sheet: event.currentTarget.value })}
        data={[
          ...(sheet === ""
            ? [
                {
                  value: "",
                  label: refused ? t.intake.choose : t.intake.sheetAll,
                  disabled: refused,
                },
              ]
            : []),
          ...sheets.map((name) => ({ value: name, label: name })),
        ]}
      />
      {revise.error && <Trouble error={revise.error} />}
    </div>
  );
}

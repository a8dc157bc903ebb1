// A member's entries as files, each of which can be uploaded again as it is.
import { useWords } from "../../i18n/words";
import { FileLinks } from "../../parts/FileLinks";

export function Exports({ slug }: { slug: string }) {
  const { t } = useWords();
  return (
    <>
      <p className="soft">{t.intake.exportsHelp}</p>
      <FileLinks
        rows={(["pops", "zones"] as const).map((kind) => ({
          name: kind === "pops" ? t.lists.popsNoun : t.lists.zonesNoun,
          href: (format) => `/api/v1/members/${slug}/exports/${kind}.${format}`,
        }))}
      />
    </>
  );
}

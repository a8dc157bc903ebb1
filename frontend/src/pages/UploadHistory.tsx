// A member's uploads, newest first.
import { useAddress } from "../address/useAddress";
import { useUploads } from "../api/inventory";
import { useWords } from "../i18n/words";
import { Answered } from "../parts/Answered";

export function UploadHistory({ slug }: { slug: string }) {
  const { t, f } = useWords();
  const { go } = useAddress();
  const uploads = useUploads(slug);
  return (
    <Answered query={uploads}>
      {(items) =>
        items.length === 0 ? (
          <p className="notice">{t.lists.noHistory}</p>
        ) : (
          <ul className="entries">
            {items.map((upload) => (
              <li key={upload.id}>
                <button
                  type="button"
                  onClick={() => go({ view: "lists", of: slug, upload: upload.id })}
                >
                  <span className="entry-name">{upload.file}</span>
                  <span className={`tag tag-${upload.state}`}>
                    {upload.reason === "cancelled"
                      ? t.intake.givenUp
                      : t.lists.states[upload.state]}
                  </span>
                  <span className="entry-more upload-line soft">
                    <span>{upload.kind === "pops" ? t.lists.popsNoun : t.lists.zonesNoun}</span>
                    <span>{t.lists.read(upload.rows.read, f.number(upload.rows.read))}</span>
                    <span>{f.moment(upload.created_at)}</span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        )
      }
    </Answered>
  );
}

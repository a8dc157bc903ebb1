// What a new entry gets when nothing says who may see it.
import { useDefaultAudience, useSetDefaultAudience } from "../../api/audience";
import { useWords } from "../../i18n/words";
import { Answered } from "../../parts/Answered";
import { AudienceSelect } from "../../parts/AudienceSelect";
import { Refusal } from "../../parts/Refusal";

export function Defaults({ slug }: { slug: string }) {
  const { t } = useWords();
  const known = useDefaultAudience(slug);
  const set = useSetDefaultAudience(slug);
  return (
    <Answered query={known}>
      {(data) => (
        <div className="form">
          <p className="soft">{t.audience.defaultsHelp}</p>
          <AudienceSelect
            label={t.audience.entries}
            value={data.audience}
            disabled={set.isPending}
            onChange={(audience) => set.mutate({ ...data, audience })}
          />
          <p className="soft">{t.audience.means[data.audience]}</p>
          <AudienceSelect
            label={t.audience.prices}
            value={data.price_audience}
            disabled={set.isPending}
            onChange={(price_audience) => set.mutate({ ...data, price_audience })}
          />
          {set.isSuccess && (
            <p className="good" role="status">
              {t.audience.kept}
            </p>
          )}
          <Refusal error={set.error} />
        </div>
      )}
    </Answered>
  );
}

import { Button } from "@mantine/core";
import { useEndSession, useSessions } from "../../api/access";
import { agentName } from "../../api/agent";
import { useWords } from "../../i18n/words";
import { Answered } from "../../parts/Answered";
import { Refusal } from "../../parts/Refusal";

/** Where one is signed in, each to be ended. */
export function Sessions() {
  const { t, f } = useWords();
  const sessions = useSessions();
  const end = useEndSession();
  return (
    <section className="detail">
      <h2>{t.account.sessions}</h2>
      <p className="soft">{t.account.sessionsHelp}</p>
      <Answered query={sessions}>
        {(items) => (
          <ul className="rows">
            {items.map((session) => (
              <li key={session.id}>
                <span>
                  <span title={session.agent}>
                    {agentName(session.agent) || t.account.unknownAgent}
                  </span>
                  {session.current && (
                    <span className="tag tag-committed">{t.account.thisOne}</span>
                  )}
                  <span className="rows-more">
                    {t.account.seen(f.moment(session.seen_at))} ·{" "}
                    {t.account.until(f.date(session.expires_at))}
                  </span>
                </span>
                {!session.current && (
                  <Button
                    variant="default"
                    size="compact-sm"
                    aria-label={t.account.endOf(agentName(session.agent))}
                    loading={end.isPending && end.variables === session.id}
                    onClick={() => end.mutate(session.id)}
                  >
                    {t.account.end}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Answered>
      <Refusal error={end.error} />
    </section>
  );
}

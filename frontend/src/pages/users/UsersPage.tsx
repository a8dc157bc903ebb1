// Who may sign in, and under which roles: for those who run the instance.
import { Button, TextInput } from "@mantine/core";
import { IconUserPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useMay } from "../../api/may";
import { type SignInLink, useUsers } from "../../api/users";
import { useWords } from "../../i18n/words";
import { Answered } from "../../parts/Answered";
import { Head } from "../../parts/Head";
import { Secret } from "../../parts/Secret";
import { NewUser } from "./NewUser";
import { UserRow } from "./UserRow";

/** How many users there are before a field to find one is of use. */
const many = 8;

export function UsersPage() {
  const { t, f } = useWords();
  const may = useMay();
  const users = useUsers();
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<{ email: string; link: SignInLink } | null>(null);
  const [wanted, setWanted] = useState("");
  if (!may.runInstance) {
    return (
      <section className="page">
        <Head title={t.users.title} />
        <p className="notice">{t.users.notYours}</p>
      </section>
    );
  }
  const show = (email: string, link: SignInLink) => setMade({ email, link });
  return (
    <section className="page">
      <Head title={t.users.title} lead={t.users.lead}>
        {!adding && (
          <Button
            size="sm"
            leftSection={<IconUserPlus size={16} aria-hidden="true" />}
            onClick={() => setAdding(true)}
          >
            {t.users.invite}
          </Button>
        )}
      </Head>
      {made && (
        <Secret
          title={t.users.linkFor(made.email, f.moment(made.link.expires_at))}
          secret={made.link.url}
          onDone={() => setMade(null)}
        />
      )}
      {adding && (
        <NewUser
          onDone={(invited) => {
            setAdding(false);
            if (invited) show(invited.user.email, invited.link);
          }}
        />
      )}
      <Answered query={users}>
        {(items) => {
          const word = wanted.trim().toLowerCase();
          const shown = items.filter((user) =>
            `${user.email} ${user.name}`.toLowerCase().includes(word),
          );
          return (
            <>
              {items.length > many && (
                <TextInput
                  size="xs"
                  aria-label={t.users.find}
                  placeholder={t.users.find}
                  value={wanted}
                  onChange={(event) => setWanted(event.currentTarget.value)}
                />
              )}
              {items.length === 0 && <p className="notice">{t.users.none}</p>}
              {items.length > 0 && shown.length === 0 && <p className="soft">{t.users.nobody}</p>}
              <ul className="rows users">
                {shown.map((user) => (
                  <UserRow key={user.id} user={user} onLink={(link) => show(user.email, link)} />
                ))}
              </ul>
            </>
          );
        }}
      </Answered>
    </section>
  );
}

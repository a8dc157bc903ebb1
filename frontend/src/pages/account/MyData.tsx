// What the instance keeps about me: to take away, or to have removed.
import { Button, PasswordInput, TextInput } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { myData, useEraseMe } from "../../api/access";
import { useWords } from "../../i18n/words";
import { Refusal } from "../../parts/Refusal";

export function MyData({ email, known }: { email: string; known: boolean }) {
  const { t } = useWords();
  const [erasing, setErasing] = useState(false);
  return (
    <section className="detail">
      <h2>{t.account.data}</h2>
      <p className="soft">{t.account.dataHelp}</p>
      {erasing ? (
        <Erase email={email} known={known} onDone={() => setErasing(false)} />
      ) : (
        <div className="actions">
          <Button
            component="a"
            href={myData}
            download="maillage-me.json"
            size="xs"
            variant="default"
            leftSection={<IconDownload size={14} aria-hidden="true" />}
          >
            {t.account.takeData}
          </Button>
          <Button size="xs" variant="default" onClick={() => setErasing(true)}>
            {t.account.erase}
          </Button>
        </div>
      )}
    </section>
  );
}

function Erase({ email, known, onDone }: { email: string; known: boolean; onDone: () => void }) {
  const { t } = useWords();
  const erase = useEraseMe();
  const [typed, setTyped] = useState("");
  const [password, setPassword] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    erase.mutate({ email: typed.trim(), ...(password ? { password } : {}) });
  };
  return (
    <form className="form" onSubmit={submit} aria-label={t.account.erase}>
      <p>{t.account.eraseWarning}</p>
      <TextInput
        label={t.account.typeEmail(email)}
        type="email"
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {known && (
        <PasswordInput
          label={t.access.password}
          description={t.account.currentHelp}
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      )}
      <Refusal error={erase.error} />
      <div className="actions">
        <Button
          type="submit"
          color="red"
          loading={erase.isPending}
          disabled={typed.trim().toLowerCase() !== email.toLowerCase()}
        >
          {t.account.eraseForGood}
        </Button>
        <Button variant="default" onClick={onDone}>
          {t.members.cancel}
        </Button>
      </div>
    </form>
  );
}

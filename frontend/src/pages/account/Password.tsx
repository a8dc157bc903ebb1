import { Button, PasswordInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useSetPassword } from "../../api/access";
import { useWords } from "../../i18n/words";
import { NewPassword } from "../../parts/NewPassword";
import { Refusal } from "../../parts/Refusal";

/** Sets a password, or changes the one that is `known`. */
export function Password({ known, email }: { known: boolean; email: string }) {
  const { t } = useWords();
  const set = useSetPassword();
  const [changing, setChanging] = useState(false);
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set.mutate(
      { password: next, ...(current ? { current } : {}) },
      {
        onSuccess: () => {
          setChanging(false);
          setCurrent("");
          setNext("");
        },
      },
    );
  };
  const name = known ? t.account.changePassword : t.access.choosePassword;
  return (
    <section className="detail">
      <h2>{t.access.password}</h2>
      {set.isSuccess && !changing && (
        <p className="good" role="status">
          {t.account.passwordSet}
        </p>
      )}
      {!changing ? (
        <>
          <p className="soft">{known ? t.account.hasPassword : t.account.noPassword}</p>
          <div className="actions">
            <Button size="xs" variant="default" onClick={() => setChanging(true)}>
              {name}
            </Button>
          </div>
        </>
      ) : (
        <form className="form" onSubmit={submit} aria-label={name}>
          <input type="text" autoComplete="username" value={email} readOnly hidden />
          {known && (
            <PasswordInput
              label={t.account.currentPassword}
              description={t.account.currentHelp}
              autoComplete="current-password"
              value={current}
              onChange={(event) => setCurrent(event.currentTarget.value)}
            />
          )}
          <NewPassword value={next} onChange={setNext} />
          <Refusal error={set.error} />
          <div className="actions">
            <Button type="submit" loading={set.isPending}>
              {t.access.keepPassword}
            </Button>
            <Button variant="default" onClick={() => setChanging(false)}>
              {t.members.cancel}
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}

// The page that lets people in: by e-mail and password, or by a one-time link,
// whose secret stands after the hash and is sent to nobody but on a click.
import { Button, PasswordInput, TextInput } from "@mantine/core";
import { type FormEvent, useEffect, useState } from "react";
import { useSetPassword, useSignIn } from "../api/access";
import { useMe } from "../api/territory";
import { useWords } from "../i18n/words";
import { Logo } from "../parts/Logo";
import { NewPassword } from "../parts/NewPassword";
import { Refusal } from "../parts/Refusal";

export const signInPath = "/sign-in";

const enter = () => window.location.assign("/");

export function SignInPage() {
  const { t } = useWords();
  const [link, setLink] = useState(() => window.location.hash.slice(1));
  const [choosing, setChoosing] = useState(false);
  useEffect(() => {
    document.title = `${t.access.signIn} · ${t.name}`;
  }, [t]);
  useEffect(() => {
    // The secret must not stay in the history of the browser.
    if (link) window.history.replaceState(null, "", signInPath);
    // A link that is followed from this very page changes the hash alone.
    const followed = () => window.location.hash && setLink(window.location.hash.slice(1));
    window.addEventListener("hashchange", followed);
    return () => window.removeEventListener("hashchange", followed);
  }, [link]);
  return (
    <main className="sign-in">
      <Logo />
      <h1>{choosing ? t.access.choosePassword : t.access.signIn}</h1>
      {choosing ? (
        <ChoosePassword />
      ) : link ? (
        <ByLink key={link} link={link} onIn={() => setChoosing(true)} />
      ) : (
        <ByPassword />
      )}
      <OtherLanguage />
    </main>
  );
}

/** For whom the link or the page came in the wrong language. */
function OtherLanguage() {
  const { t, language, setLanguage } = useWords();
  const other = language === "fr" ? "en" : "fr";
  return (
    <Button
      className="sign-in-language"
      variant="subtle"
      color="gray"
      size="compact-sm"
      lang={other}
      onClick={() => setLanguage(other)}
    >
      {t.otherLanguage}
    </Button>
  );
}

function ByLink({ link, onIn }: { link: string; onIn: () => void }) {
  const { t } = useWords();
  const signIn = useSignIn();
  return (
    <>
      <p>{t.access.byLink}</p>
      <Refusal error={signIn.error} />
      <Button
        loading={signIn.isPending}
        disabled={signIn.isError}
        onClick={() => signIn.mutate({ link }, { onSuccess: onIn })}
      >
        {t.access.signIn}
      </Button>
      {signIn.isError && <a href={signInPath}>{t.access.byPassword}</a>}
    </>
  );
}

function ByPassword() {
  const { t } = useWords();
  const signIn = useSignIn();
  const refused = new URLSearchParams(window.location.search).get("refused");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate({ email, password }, { onSuccess: enter });
  };
  return (
    <form onSubmit={submit} aria-label={t.access.signIn}>
      <TextInput
        label={t.access.email}
        type="email"
        autoComplete="username"
        required
        withAsterisk={false}
        maxLength={254}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <PasswordInput
        label={t.access.password}
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Refusal error={signIn.error} />
      {refused && !signIn.isError && (
        <p className="refusal" role="alert">
          {t.access.refusals[refused] ?? t.access.refusedByProvider}
        </p>
      )}
      <Button type="submit" loading={signIn.isPending}>
        {t.access.signIn}
      </Button>
      <p className="soft">{t.access.forgotten}</p>
      <Provider />
    </form>
  );
}

/** The other way in, where this instance knows a provider. */
function Provider() {
  const { t } = useWords();
  const host = useMe().data?.provider;
  if (!host) return null;
  return (
    <>
      <p className="sign-in-or">{t.access.or}</p>
      <Button component="a" href="/oidc/start" variant="default">
        {t.access.withProvider(host)}
      </Button>
    </>
  );
}

function ChoosePassword() {
  const { t } = useWords();
  const set = useSetPassword();
  const [password, setPassword] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set.mutate({ password }, { onSuccess: enter });
  };
  return (
    <form onSubmit={submit} aria-label={t.access.choosePassword}>
      <NewPassword value={password} onChange={setPassword} />
      <Refusal error={set.error} />
      <Button type="submit" loading={set.isPending}>
        {t.access.keepPassword}
      </Button>
      <Button variant="subtle" color="gray" onClick={enter}>
        {t.access.later}
      </Button>
    </form>
  );
}

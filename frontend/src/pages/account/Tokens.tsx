// Access for programs: made here, shown once, revoked here.
import { Button, NativeSelect, SegmentedControl, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { type Token, useAddToken, useEndToken, useTokens } from "../../api/access";
import { useWords } from "../../i18n/words";
import { Answered } from "../../parts/Answered";
import { GrantName } from "../../parts/GrantName";
import { Refusal } from "../../parts/Refusal";
import { Secret } from "../../parts/Secret";
import { Sure } from "../../parts/Sure";

export function Tokens() {
  const { t, f } = useWords();
  const tokens = useTokens();
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<Token | null>(null);
  return (
    <section className="detail">
      <h2>{t.account.tokens}</h2>
      <p className="soft">{t.account.tokensHelp}</p>
      {made?.secret && (
        <Secret
          title={t.account.made(made.name, f.date(made.expires_at))}
          secret={made.secret}
          onDone={() => setMade(null)}
        />
      )}
      <Answered query={tokens}>
        {(items) =>
          items.length === 0 ? (
            <p className="soft">{t.account.noTokens}</p>
          ) : (
            <ul className="rows">
              {items.map((token) => (
                <TokenRow key={token.id} token={token} />
              ))}
            </ul>
          )
        }
      </Answered>
      {adding ? (
        <NewToken
          onDone={(token) => {
            setAdding(false);
            if (token) setMade(token);
          }}
        />
      ) : (
        <div className="actions">
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden="true" />}
            onClick={() => setAdding(true)}
          >
            {t.account.addToken}
          </Button>
        </div>
      )}
    </section>
  );
}

function TokenRow({ token }: { token: Token }) {
  const { t, f } = useWords();
  const end = useEndToken();
  const over = new Date(token.expires_at).getTime() < Date.now();
  return (
    <li>
      <span>
        {token.name}
        <span className="tag">{t.account.scopes[token.scope]}</span>
        {over && <span className="tag tag-failed">{t.account.expired}</span>}
        <span className="rows-more">
          <GrantName
            grant={{ role: token.role, ...(token.member ? { member: token.member } : {}) }}
          />
        </span>
        <span className="rows-more">
          {t.account.until(f.date(token.expires_at))} ·{" "}
          {token.seen_at ? t.account.used(f.moment(token.seen_at)) : t.account.unused}
        </span>
        <Refusal error={end.error} />
      </span>
      <Sure
        size="compact-sm"
        label={t.account.revoke}
        of={token.name}
        warning={t.account.revokeWarning}
        pending={end.isPending}
        onSure={() => end.mutate(token.id)}
      />
    </li>
  );
}

const terms = [7, 30, 90, 366];

function NewToken({ onDone }: { onDone: (token: Token | null) => void }) {
  const { t } = useWords();
  const add = useAddToken();
  const [name, setName] = useState("");
  const [scope, setScope] = useState<Token["scope"]>("read");
  const [days, setDays] = useState(90);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ name: name.trim(), scope, days }, { onSuccess: onDone });
  };
  return (
    <form className="form" onSubmit={submit} aria-label={t.account.addToken}>
      <TextInput
        label={t.account.tokenName}
        description={t.account.tokenNameHelp}
        required
        withAsterisk={false}
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <div className="labelled">
        <span id="token-scope">{t.account.scope}</span>
        <SegmentedControl
          fullWidth
          aria-labelledby="token-scope"
          value={scope}
          onChange={(value) => setScope(value as Token["scope"])}
          data={(["read", "write"] as const).map((value) => ({
            value,
            label: t.account.scopes[value],
          }))}
        />
      </div>
      <NativeSelect
        label={t.account.term}
        value={String(days)}
        onChange={(event) => setDays(Number(event.currentTarget.value))}
        data={terms.map((n) => ({ value: String(n), label: t.account.days(n) }))}
      />
      <Refusal error={add.error} />
      <div className="actions">
        <Button type="submit" loading={add.isPending} disabled={name.trim() === ""}>
          {t.account.create}
        </Button>
        <Button variant="default" onClick={() => onDone(null)}>
          {t.members.cancel}
        </Button>
      </div>
    </form>
  );
}

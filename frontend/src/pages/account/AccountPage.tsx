// My account: under which role I act, where I am signed in, my tokens, my password, my data.
import { Button } from "@mantine/core";
import { type Grant, useActAs } from "../../api/access";
import type { Schemas } from "../../api/client";
import { useMe } from "../../api/territory";
import { useWords } from "../../i18n/words";
import { Answered } from "../../parts/Answered";
import { GrantName, grantKey } from "../../parts/GrantName";
import { Head } from "../../parts/Head";
import { signInPath } from "../SignInPage";
import { MyData } from "./MyData";
import { Password } from "./Password";
import { Sessions } from "./Sessions";
import { Tokens } from "./Tokens";

export function AccountPage() {
  const { t } = useWords();
  const me = useMe();
  return (
    <section className="page">
      <Answered query={me}>
        {(data) =>
          data.email ? (
            <Mine me={data} email={data.email} />
          ) : (
            <>
              <Head title={t.account.title} />
              <div className="begin">
                <p>{data.open ? t.account.open : t.account.nobody}</p>
                {!data.open && (
                  <Button component="a" href={signInPath}>
                    {t.access.signIn}
                  </Button>
                )}
              </div>
            </>
          )
        }
      </Answered>
    </section>
  );
}

function Mine({ me, email }: { me: Schemas["Me"]; email: string }) {
  const { t } = useWords();
  return (
    <>
      <Head title={t.account.title} lead={me.name === email ? email : `${me.name} · ${email}`} />
      <Roles me={me} />
      <Sessions />
      <Tokens />
      <Password known={me.has_password === true} email={email} />
      <MyData email={email} known={me.has_password === true} />
    </>
  );
}

function Roles({ me }: { me: Schemas["Me"] }) {
  const { t } = useWords();
  const actAs = useActAs();
  const acting = grantKey({ role: me.role as Grant["role"], member: me.member ?? "" });
  const grants = me.grants ?? [];
  return (
    <section className="detail">
      <h2>{t.account.roles}</h2>
      {grants.length > 1 && <p className="soft">{t.account.rolesHelp}</p>}
      <ul className="rows">
        {grants.map((grant) => (
          <li key={grantKey(grant)}>
            <GrantName grant={grant} />
            {grantKey(grant) === acting ? (
              <span className="tag tag-committed">{t.account.acting}</span>
            ) : (
              <Button
                variant="default"
                size="compact-sm"
                loading={actAs.isPending}
                onClick={() => actAs.mutate(grant)}
              >
                {t.account.act}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

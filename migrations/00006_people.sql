-- +goose Up

-- People leave, the history stays. Whoever signed in stands in it as user:12, their
-- account's number, never used again; who that is is looked up while the account
-- is there. So nothing of the history changes when a person is erased.

CREATE FUNCTION actor_name(actor text) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
    RETURN CASE WHEN actor ~ '^user:[0-9]{1,18}$'
        THEN coalesce((SELECT email FROM account WHERE id = substr(actor, 6)::bigint), actor) ELSE actor END;

-- What was written before: e-mail addresses become numbers, those of accounts that
-- are gone as well, counted from 0 downwards. Once, here: afterwards nobody may.
ALTER TABLE history NO FORCE ROW LEVEL SECURITY, DISABLE TRIGGER append_only;
ALTER TABLE import NO FORCE ROW LEVEL SECURITY;
CREATE TEMP TABLE known_actor ON COMMIT DROP AS
    SELECT email AS actor, 'user:' || id AS pseudonym FROM account;
INSERT INTO known_actor
    SELECT actor, 'user:gone-' || row_number() OVER (ORDER BY actor)
    FROM (SELECT actor FROM history UNION SELECT author FROM import) AS h
    WHERE actor ~ '^[^@[:space:]]+@[^@[:space:]]+$' AND actor NOT IN (SELECT email FROM account);
UPDATE history h SET actor = k.pseudonym FROM known_actor k WHERE h.actor = k.actor;
UPDATE import i SET author = k.pseudonym FROM known_actor k WHERE i.author = k.actor;
ALTER TABLE import FORCE ROW LEVEL SECURITY;
ALTER TABLE history FORCE ROW LEVEL SECURITY, ENABLE ALWAYS TRIGGER append_only;
CREATE INDEX history_actor ON history (actor, id);

-- Who signed in, when and how; kept for half a year (account.SignInsKept).
CREATE TABLE sign_in (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    at      timestamptz NOT NULL,
    how     text NOT NULL CHECK (how IN ('password', 'link', 'provider')),
    agent   text NOT NULL
);
CREATE INDEX sign_in_account ON sign_in (account, at);
CREATE INDEX sign_in_at ON sign_in (at);

-- +goose Down
DROP TABLE sign_in;
DROP INDEX history_actor;
DROP FUNCTION actor_name;

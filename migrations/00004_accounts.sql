-- +goose Up

-- Who can sign in, and what lets them. Secrets (of sessions, tokens, links) are
-- random; only their SHA-256 is kept. Times are given by the program, whose clock
-- tests can set.

CREATE TABLE account (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email        text COLLATE "C" NOT NULL UNIQUE
                 CHECK (length(email) <= 254 AND email ~ '^[^@[:space:]]+@[^@[:space:]]+$'), -- lower case
    name         text NOT NULL DEFAULT '' CHECK (plain_text(name, 0, 200)),
    password     text,                     -- argon2id, in PHC form; null: none yet
    created_at   timestamptz NOT NULL,
    signed_in_at timestamptz
);

CREATE TABLE account_grant (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    role    text NOT NULL CHECK (role IN ('contributor', 'sales', 'bureau', 'admin')),
    member  text COLLATE "C" REFERENCES member ON UPDATE CASCADE,
    CONSTRAINT account_grant_member CHECK ((role IN ('contributor', 'sales')) = (member IS NOT NULL)),
    CONSTRAINT account_grant_once UNIQUE NULLS NOT DISTINCT (account, role, member),
    CONSTRAINT account_grant_own UNIQUE (account, id)
);

-- A grant that is taken away ends the sessions and tokens that act under it.
CREATE TABLE session (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    secret     bytea NOT NULL UNIQUE CHECK (length(secret) = 32), -- SHA-256
    account    bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    acting     bigint NOT NULL,
    agent      text NOT NULL,
    by_link    boolean NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at    timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    FOREIGN KEY (account, acting) REFERENCES account_grant (account, id) ON DELETE CASCADE
);
CREATE INDEX session_account ON session (account);

CREATE TABLE token (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    secret     bytea NOT NULL UNIQUE CHECK (length(secret) = 32),
    account    bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    acting     bigint NOT NULL,
    name       text NOT NULL CHECK (plain_text(name, 1, 200)),
    scope      text NOT NULL CHECK (scope IN ('read', 'write')),
    created_at timestamptz NOT NULL,
    seen_at    timestamptz,
    expires_at timestamptz NOT NULL,
    FOREIGN KEY (account, acting) REFERENCES account_grant (account, id) ON DELETE CASCADE
);
CREATE INDEX token_account ON token (account);

-- One-time links. One without account makes the instance's first admin.
CREATE TABLE sign_in_link (
    secret     bytea PRIMARY KEY CHECK (length(secret) = 32),
    account    bigint REFERENCES account ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);

-- Failures to sign in, by account and by address. Subjects are hashed: what people
-- type as their address by mistake is not kept.
CREATE TABLE sign_in_attempt (
    subject  bytea PRIMARY KEY CHECK (length(subject) = 32),
    failures int NOT NULL,
    last_at  timestamptz NOT NULL,
    until    timestamptz NOT NULL          -- none is heard before
);

-- +goose Down
DROP TABLE sign_in_attempt, sign_in_link, token, session, account_grant, account;

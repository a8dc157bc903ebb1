-- +goose Up

-- Sign-ins with an OpenID Connect provider that are under way. The browser holds
-- the secret from which state, nonce and verifier are derived; here is its SHA-256,
-- used up by the first who comes back.
CREATE TABLE sign_in_flow (
    secret     bytea PRIMARY KEY CHECK (length(secret) = 32),
    return_to  text NOT NULL CHECK (return_to LIKE '/%' AND return_to NOT LIKE '//%' AND length(return_to) <= 2000),
    expires_at timestamptz NOT NULL
);
CREATE INDEX sign_in_flow_expires ON sign_in_flow (expires_at);

-- +goose Down
DROP TABLE sign_in_flow;

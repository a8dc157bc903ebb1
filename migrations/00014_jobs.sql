-- +goose Up

-- Background work is queued by River, whose tables live in a schema of their own
-- and are River's to migrate (inventory/postgres/jobs.go). A job says which import
-- it is about, never what is in it.
CREATE SCHEMA river;
REVOKE ALL ON SCHEMA river FROM PUBLIC;

-- +goose Down
DROP SCHEMA river CASCADE;

-- +goose Up

-- What an upload was compared with when it was checked. Where that is still so
-- when it is committed, its rows are taken as they were checked.
ALTER TABLE import ADD seen text NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE import DROP seen;

-- +goose Up

-- The picture of a past day is made of what the history has since.
CREATE INDEX history_at ON history (at);

-- +goose Down
DROP INDEX history_at;

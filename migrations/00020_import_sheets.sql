-- +goose Up

-- The sheets of a workbook, or the layers of a map file, that an upload could be
-- read from, and the one that it was.
ALTER TABLE import
    ADD sheets jsonb NOT NULL DEFAULT '[]',
    ADD sheet  text NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE import DROP sheets, DROP sheet;

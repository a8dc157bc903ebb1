-- +goose Up

-- An upload is worked on until it is committed: columns are chosen again, cells
-- mended, PoPs put in their place by hand. The file stays as it came; what was
-- changed stands beside it, so that a check is always file + mapping + edits.
ALTER TABLE import
    ADD columns    jsonb NOT NULL DEFAULT '[]', -- every column of the file: the field it is used for, or why not
    ADD problems   jsonb NOT NULL DEFAULT '[]', -- errors and warnings by kind, with the repair offered
    ADD edits      jsonb NOT NULL DEFAULT '{}', -- line → what was changed there
    ADD found      jsonb NOT NULL DEFAULT '{}', -- address → what the geocoder answered
    ADD told       jsonb NOT NULL DEFAULT '{}', -- field → column, as corrected by hand; mapping has the recognised ones too
    ADD signature  text NOT NULL DEFAULT '',    -- of the header: files alike have the same
    ADD lang       text NOT NULL DEFAULT '',    -- in which the errors stand
    ADD progress   jsonb,                       -- stage, done, total while it is received
    ADD exchange   jsonb,                       -- overlaps and openings that it makes, as its owner may know them
    ADD won        int4multirange,              -- cells that the member's reach wins and loses
    ADD lost       int4multirange,
    ADD expires_at timestamptz NOT NULL DEFAULT now() + interval '30 days';
CREATE INDEX import_expires ON import (expires_at) WHERE content <> '';

-- What the entry was, of rows changed and removed.
ALTER TABLE import_row ADD before jsonb, ADD was geometry(Geometry, 4326);

-- A new check replaces the rows of the one before; a file past its time leaves none.
GRANT DELETE ON import_row TO maillage_service;
CREATE POLICY removed ON import_row FOR DELETE
    USING (import IN (SELECT i.id FROM import i WHERE viewer_keeps(i.member)));

-- Columns that a member chose by hand, for the next file with the same header.
CREATE TABLE import_mapping (
    member     text COLLATE "C" NOT NULL REFERENCES member ON UPDATE CASCADE,
    kind       text NOT NULL CHECK (kind IN ('pops', 'zones')),
    signature  text NOT NULL CHECK (length(signature) BETWEEN 1 AND 64),
    mapping    jsonb NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (member, kind, signature)
);
ALTER TABLE import_mapping ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON import_mapping TO maillage_service;
CREATE POLICY seen ON import_mapping FOR SELECT USING (viewer_owns(member));
CREATE POLICY added ON import_mapping FOR INSERT WITH CHECK (viewer_keeps(member));
CREATE POLICY changed ON import_mapping FOR UPDATE USING (viewer_keeps(member)) WITH CHECK (viewer_keeps(member));
CREATE POLICY removed ON import_mapping FOR DELETE USING (viewer_keeps(member));

-- The same rule without a query a row: it was a quarter of the time of a large
-- list. Vocabularies are short, so are lists without a word twice.
CREATE OR REPLACE FUNCTION words_of(value text[], vocabulary text[]) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN value <@ vocabulary AND CASE
        WHEN cardinality(value) <= 1 THEN true
        WHEN cardinality(value) = 2 AND array_lower(value, 1) = 1 THEN value[1] <> value[2]
        WHEN cardinality(value) = 3 AND array_lower(value, 1) = 1
            THEN value[1] <> value[2] AND value[1] <> value[3] AND value[2] <> value[3]
        ELSE cardinality(value) = (SELECT count(DISTINCT word) FROM unnest(value) AS word) END;

-- +goose Down
CREATE OR REPLACE FUNCTION words_of(value text[], vocabulary text[]) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN value <@ vocabulary
        AND cardinality(value) = (SELECT count(DISTINCT word) FROM unnest(value) AS word);
DROP TABLE import_mapping;
DROP POLICY removed ON import_row;
REVOKE DELETE ON import_row FROM maillage_service;
ALTER TABLE import_row DROP before, DROP was;
ALTER TABLE import DROP columns, DROP problems, DROP edits, DROP found, DROP told, DROP signature, DROP lang, DROP progress,
    DROP exchange, DROP won, DROP lost, DROP expires_at;

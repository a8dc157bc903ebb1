-- +goose Up

-- One upload, from the file's arrival to its commit and perhaps its undoing.
CREATE TABLE import (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    member       text COLLATE "C" NOT NULL REFERENCES member ON UPDATE CASCADE,
    kind         text NOT NULL CHECK (kind IN ('pops', 'zones')),
    state        text NOT NULL CHECK (state IN ('received', 'checked', 'committed', 'undone', 'failed')),
    scope        text NOT NULL CHECK (scope IN ('merge', 'replace')),
    mode         text CHECK (mode IN ('all', 'valid')),     -- as committed
    file_name    text NOT NULL,
    sha256       text NOT NULL,
    content      bytea NOT NULL,           -- the file as it came: the report is made from it
    mapping      jsonb NOT NULL,           -- field → column
    ignored      jsonb NOT NULL DEFAULT '[]', -- columns not used, and why
    rows_read    int NOT NULL DEFAULT 0,
    rows_valid   int NOT NULL DEFAULT 0,
    rows_rejected int NOT NULL DEFAULT 0,
    changes      jsonb NOT NULL DEFAULT '{}', -- added, changed, unchanged, removed
    errors       jsonb NOT NULL DEFAULT '[]',
    warnings     jsonb NOT NULL DEFAULT '[]',
    effect       jsonb,                    -- km2 and weight won, units touched
    author       text NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    committed_at timestamptz,
    undone_at    timestamptz
);
CREATE INDEX import_member ON import (member, id);

-- What each row of the file became. entry is the noun as JSON, without geometry.
CREATE TABLE import_row (
    seq    bigint GENERATED ALWAYS AS IDENTITY, -- the order in which they were given
    import bigint NOT NULL REFERENCES import ON DELETE CASCADE,
    row    int NOT NULL CHECK (row >= 0),  -- the line in the file, header counted as 1; 0 for an entry removed
    state  text NOT NULL CHECK (state IN ('added', 'changed', 'unchanged', 'removed', 'rejected')),
    code   text COLLATE "C",
    entry  jsonb,
    geom   geometry(Geometry, 4326),
    cells  int4multirange,
    PRIMARY KEY (import, seq)
);

-- +goose Down
DROP TABLE import_row, import;

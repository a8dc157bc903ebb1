-- +goose Up

-- The kinds of unit that operators loaded beside communes, EPCI, départements and
-- régions: where each comes from. Their units stand in unit.
CREATE TABLE unit_kind (
    kind      text COLLATE "C" PRIMARY KEY CHECK (kind ~ '^[a-z0-9_-]{1,30}$'),
    source    text NOT NULL CHECK (plain_text(source, 1, 300)),
    vintage   text NOT NULL DEFAULT '' CHECK (plain_text(vintage, 0, 60)),
    licence   text NOT NULL DEFAULT '' CHECK (plain_text(licence, 0, 300)),
    checksum  text NOT NULL,                -- sha256 of the file, hexadecimal
    loaded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Layers of weights that operators loaded. Of cells: values holds pairs of
-- unsigned varints in the order of the line, how far on the next cell is and its
-- weight in thousandths; they hold whatever the boundaries. Of communes: communes
-- holds weights by INSEE code, spread over their cells when they are read.
CREATE TABLE layer (
    name      text COLLATE "C" PRIMARY KEY CHECK (name ~ '^[a-z0-9_-]{1,40}$'),
    unit      text NOT NULL CHECK (plain_text(unit, 1, 60)), -- what is counted: ménages
    source    text NOT NULL CHECK (plain_text(source, 1, 300)),
    vintage   text NOT NULL DEFAULT '' CHECK (plain_text(vintage, 0, 60)),
    licence   text NOT NULL DEFAULT '' CHECK (plain_text(licence, 0, 300)),
    checksum  text NOT NULL,
    loaded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    cells     bytea,
    communes  jsonb,
    CONSTRAINT layer_one_form CHECK ((cells IS NULL) <> (communes IS NULL))
);

GRANT SELECT ON unit_kind, layer TO maillage_service;

CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE ON unit_kind FOR EACH STATEMENT EXECUTE FUNCTION tell_atlas();
CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE ON layer FOR EACH STATEMENT EXECUTE FUNCTION tell_atlas();

-- +goose Down
DROP TABLE layer, unit_kind;
DELETE FROM unit WHERE kind NOT IN ('commune', 'epci', 'departement', 'region');

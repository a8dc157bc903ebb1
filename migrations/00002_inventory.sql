-- +goose Up

-- Every row of the inventory carries a revision that no two states of any row
-- share: the in-memory picture compares them to know what to read again.
CREATE SEQUENCE revision;

CREATE TABLE member (
    slug      text PRIMARY KEY CHECK (slug ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
    name      text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    asn       bigint[] NOT NULL DEFAULT '{}',
    siren     text CHECK (siren ~ '^[0-9]{9}$'),
    website   text,
    joined_on date,
    status    text NOT NULL CHECK (status IN ('candidate', 'active', 'left')),
    color     text NOT NULL CHECK (color ~ '^#[0-9a-f]{6}$'),
    revision  bigint NOT NULL DEFAULT nextval('revision')
);

CREATE TABLE pop (
    member          text NOT NULL REFERENCES member ON UPDATE CASCADE,
    code            text NOT NULL CHECK (length(code) BETWEEN 1 AND 80 AND code !~ '[/\\\n\t]'),
    name            text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    kind            text NOT NULL CHECK (kind IN ('pop', 'exchange', 'cabinet', 'aggregationPoint', 'dataCentre', 'tower', 'other')),
    position        geometry(Point, 4326) NOT NULL,
    position_source text NOT NULL CHECK (position_source IN ('given', 'address', 'commune')),
    address         text,
    postcode        text,
    city            text,
    insee           text,
    status          text NOT NULL CHECK (status IN ('proposed', 'planned', 'underConstruction', 'operational', 'inactive', 'decommissioned')),
    technologies    text[] NOT NULL DEFAULT '{}' CHECK (technologies <@ '{dsl,ftth,ftto,ftte,coax,radio}'),
    capacity_gbps   double precision CHECK (capacity_gbps >= 0),
    facility        text,
    audience        text NOT NULL CHECK (audience IN ('private', 'bureau', 'pooled', 'members', 'public')),
    opened_on       date,
    closed_on       date CHECK (closed_on >= opened_on),
    confirmed_on    date NOT NULL DEFAULT current_date, -- the owner last said it is so
    revision        bigint NOT NULL DEFAULT nextval('revision'),
    PRIMARY KEY (member, code)
);
CREATE INDEX pop_position ON pop USING gist (position);

CREATE TABLE zone (
    member         text NOT NULL REFERENCES member ON UPDATE CASCADE,
    code           text NOT NULL CHECK (length(code) BETWEEN 1 AND 80 AND code !~ '[/\\\n\t]'),
    name           text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    technologies   text[] NOT NULL CHECK (cardinality(technologies) > 0 AND technologies <@ '{dsl,ftth,ftto,ftte,coax,radio}'),
    supplier       text,
    handoff        text,
    extent_kind    text NOT NULL CHECK (extent_kind IN ('communes', 'epci', 'departements', 'units', 'radius', 'geometry')),
    extent_codes   text[] NOT NULL DEFAULT '{}',
    radius_km      double precision CHECK (radius_km > 0 AND radius_km <= 200),
    status         text NOT NULL CHECK (status IN ('proposed', 'planned', 'underConstruction', 'operational', 'inactive', 'decommissioned')),
    available_on   date,
    capacity_gbps  double precision CHECK (capacity_gbps >= 0),
    setup_eur      double precision CHECK (setup_eur >= 0),
    monthly_eur    double precision CHECK (monthly_eur >= 0),
    price_audience text NOT NULL CHECK (price_audience IN ('private', 'bureau', 'pooled', 'members', 'public')),
    audience       text NOT NULL CHECK (audience IN ('private', 'bureau', 'pooled', 'members', 'public')),
    geom           geometry(MultiPolygon, 4326) NOT NULL CHECK (ST_IsValid(geom)),
    cells          int4multirange NOT NULL,
    confirmed_on   date NOT NULL DEFAULT current_date,
    revision       bigint NOT NULL DEFAULT nextval('revision'),
    PRIMARY KEY (member, code),
    -- Deferred: a replaced list may bring PoPs and zones in any order.
    FOREIGN KEY (member, handoff) REFERENCES pop (member, code) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    CHECK ((extent_kind = 'radius') = (radius_km IS NOT NULL)),
    CHECK (extent_kind <> 'radius' OR handoff IS NOT NULL),
    CHECK ((extent_kind IN ('radius', 'geometry')) = (cardinality(extent_codes) = 0))
);
CREATE INDEX zone_geom ON zone USING gist (geom);
CREATE INDEX zone_handoff ON zone (member, handoff);

-- The history of every change: append-only, written by triggers so that no path
-- around them exists. Derived columns (cells, and geom where the extent says it)
-- are left out; a geometry of the owner's own stands as hexadecimal EWKB.
CREATE TABLE history (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor  text NOT NULL,                  -- who
    change text NOT NULL,                  -- one id for one upload or one request
    noun   text NOT NULL CHECK (noun IN ('member', 'pop', 'zone', 'territory')),
    member text,
    code   text,
    before jsonb,                          -- null: it was not there
    after  jsonb                           -- null: it is gone
);
CREATE INDEX history_entry ON history (noun, member, code, id);
CREATE INDEX history_change ON history (change);

-- +goose StatementBegin
CREATE FUNCTION entry_json(row_json jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT row_json - 'cells' - 'revision' - 'confirmed_on' - 'geom'
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION keep_history() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    old_json jsonb;
    new_json jsonb;
    who text := coalesce(nullif(current_setting('maillage.actor', true), ''), 'sql:' || session_user);
    which text := coalesce(nullif(current_setting('maillage.change', true), ''), 'tx:' || txid_current());
BEGIN
    IF TG_OP <> 'INSERT' THEN old_json := entry_json(to_jsonb(OLD)); END IF;
    IF TG_OP <> 'DELETE' THEN new_json := entry_json(to_jsonb(NEW)); END IF;
    IF TG_TABLE_NAME = 'zone' THEN
        IF TG_OP <> 'INSERT' AND OLD.extent_kind = 'geometry' THEN
            old_json := old_json || jsonb_build_object('ewkb', encode(ST_AsEWKB(OLD.geom), 'hex'));
        END IF;
        IF TG_OP <> 'DELETE' AND NEW.extent_kind = 'geometry' THEN
            new_json := new_json || jsonb_build_object('ewkb', encode(ST_AsEWKB(NEW.geom), 'hex'));
        END IF;
    END IF;
    IF old_json IS NOT DISTINCT FROM new_json THEN RETURN NULL; END IF;
    INSERT INTO history (actor, change, noun, member, code, before, after)
    VALUES (who, which, TG_TABLE_NAME,
            coalesce(new_json, old_json) ->> CASE TG_TABLE_NAME WHEN 'member' THEN 'slug' ELSE 'member' END,
            coalesce(new_json, old_json) ->> CASE TG_TABLE_NAME WHEN 'member' THEN 'slug' ELSE 'code' END,
            old_json, new_json);
    RETURN NULL;
END $$;
-- +goose StatementEnd

CREATE TRIGGER history AFTER INSERT OR UPDATE OR DELETE ON member FOR EACH ROW EXECUTE FUNCTION keep_history();
CREATE TRIGGER history AFTER INSERT OR UPDATE OR DELETE ON pop FOR EACH ROW EXECUTE FUNCTION keep_history();
CREATE TRIGGER history AFTER INSERT OR UPDATE OR DELETE ON zone FOR EACH ROW EXECUTE FUNCTION keep_history();

-- +goose StatementBegin
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
-- +goose StatementEnd
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON history FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON history FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A row that changes gets a new revision, whoever changes it.
-- +goose StatementBegin
CREATE FUNCTION new_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.revision := nextval('revision');
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER revision BEFORE INSERT OR UPDATE ON member FOR EACH ROW EXECUTE FUNCTION new_revision();
CREATE TRIGGER revision BEFORE INSERT OR UPDATE ON pop FOR EACH ROW EXECUTE FUNCTION new_revision();
CREATE TRIGGER revision BEFORE INSERT OR UPDATE ON zone FOR EACH ROW EXECUTE FUNCTION new_revision();

-- Whoever keeps a picture of the inventory in memory listens to this channel;
-- PostgreSQL sends one word a transaction, when it commits.
-- +goose StatementBegin
CREATE FUNCTION tell_atlas() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('maillage', TG_TABLE_NAME);
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE ON member FOR EACH STATEMENT EXECUTE FUNCTION tell_atlas();
CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE ON pop FOR EACH STATEMENT EXECUTE FUNCTION tell_atlas();
CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE ON zone FOR EACH STATEMENT EXECUTE FUNCTION tell_atlas();
CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE ON territory FOR EACH STATEMENT EXECUTE FUNCTION tell_atlas();

-- +goose Down
DROP TABLE history, zone, pop, member;
DROP FUNCTION keep_history, entry_json, refuse_change, new_revision, tell_atlas CASCADE;
DROP SEQUENCE revision;

-- +goose Up

-- Codes and slugs sort by their bytes ("C"), so that a page of a list ends at the
-- same entry whatever the language of the server.

-- The rules of inventory's Validate methods, once more: no path around Go puts
-- into the tables what Go would refuse. Bodies are RETURN, bound when they are
-- made, not texts: a dump is restored with an empty search_path.

-- Text of this many characters, without control characters or broken letters.
CREATE FUNCTION plain_text(value text, fewest int, most int) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN value IS NULL OR length(value) BETWEEN fewest AND most
        AND value !~ '[\x01-\x08\x0b-\x1f\ufffd]';

-- An entry's own code, also a part of addresses.
CREATE FUNCTION entry_code(value text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN plain_text(value, 1, 80) AND value !~ '[/\\\n\t]'
        AND value !~ '^[\s\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]'
        AND value !~ '[\s\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$';

-- Words of a vocabulary, none twice.
CREATE FUNCTION words_of(value text[], vocabulary text[]) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN value <@ vocabulary
        AND cardinality(value) = (SELECT count(DISTINCT word) FROM unnest(value) AS word);

-- KIND:code of units.
CREATE FUNCTION unit_codes(value text[]) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN NOT EXISTS (SELECT FROM unnest(value) AS code WHERE code IS NULL OR code !~ '^[a-z0-9_-]{1,30}:[^\n]{1,60}$');

-- The Luhn digit of a SIREN, as INSEE defines it.
CREATE FUNCTION siren_number(value text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN value ~ '^[0-9]{9}$' THEN (
        SELECT sum(CASE WHEN place % 2 = 1 THEN digit ELSE digit * 2 - CASE WHEN digit > 4 THEN 9 ELSE 0 END END) % 10 = 0
        FROM (SELECT place, substr(value, place, 1)::int AS digit FROM generate_series(1, 9) AS place) AS digits)
    ELSE value IS NULL END;

-- Every row of the inventory carries a revision that no two states of any row
-- share: the in-memory picture compares them to know what to read again.
CREATE SEQUENCE revision;

CREATE TABLE member (
    slug      text COLLATE "C" PRIMARY KEY CHECK (slug ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
    name      text NOT NULL CHECK (plain_text(name, 1, 200)),
    asn       bigint[] NOT NULL DEFAULT '{}'
              CHECK (array_position(asn, NULL) IS NULL AND 1 <= ALL (asn) AND 4294967295 >= ALL (asn)),
    siren     text CHECK (siren_number(siren)),
    website   text CHECK (website ~ '^https?://[^/[:space:]]' AND plain_text(website, 1, 500)),
    joined_on date,
    status    text NOT NULL CHECK (status IN ('candidate', 'active', 'left')),
    color     text NOT NULL CHECK (color ~ '^#[0-9a-f]{6}$'),
    revision  bigint NOT NULL DEFAULT nextval('revision')
);

CREATE TABLE pop (
    member          text COLLATE "C" NOT NULL REFERENCES member ON UPDATE CASCADE,
    code            text COLLATE "C" NOT NULL CHECK (entry_code(code)),
    name            text NOT NULL CHECK (plain_text(name, 1, 200)),
    kind            text NOT NULL CHECK (kind IN ('pop', 'exchange', 'cabinet', 'aggregationPoint', 'dataCentre', 'tower', 'other')),
    position        geometry(Point, 4326) NOT NULL
                    CHECK (NOT ST_IsEmpty(position) AND abs(ST_X(position)) <= 180 AND abs(ST_Y(position)) <= 90),
    position_source text NOT NULL CHECK (position_source IN ('given', 'address', 'commune')),
    address         text CHECK (plain_text(address, 1, 500)),
    postcode        text CHECK (plain_text(postcode, 1, 10)),
    city            text CHECK (plain_text(city, 1, 200)),
    insee           text CHECK (length(insee) BETWEEN 1 AND 5), -- of the commune that holds the position
    status          text NOT NULL CHECK (status IN ('proposed', 'planned', 'underConstruction', 'operational', 'inactive', 'decommissioned')),
    technologies    text[] NOT NULL DEFAULT '{}' CHECK (words_of(technologies, '{dsl,ftth,ftto,ftte,coax,radio}')),
    capacity_gbps   double precision CHECK (capacity_gbps BETWEEN 0 AND 1e9),
    facility        text CHECK (plain_text(facility, 1, 200)),
    audience        text NOT NULL CHECK (audience IN ('private', 'bureau', 'pooled', 'members', 'public')),
    opened_on       date,
    closed_on       date CONSTRAINT pop_closed_on_check CHECK (closed_on >= opened_on),
    confirmed_on    date NOT NULL DEFAULT current_date, -- the owner last said it is so
    revision        bigint NOT NULL DEFAULT nextval('revision'),
    PRIMARY KEY (member, code)
);
CREATE INDEX pop_position ON pop USING gist (position);

CREATE TABLE zone (
    member         text COLLATE "C" NOT NULL REFERENCES member ON UPDATE CASCADE,
    code           text COLLATE "C" NOT NULL CHECK (entry_code(code)),
    name           text NOT NULL CHECK (plain_text(name, 1, 200)),
    technologies   text[] NOT NULL
                   CHECK (cardinality(technologies) > 0 AND words_of(technologies, '{dsl,ftth,ftto,ftte,coax,radio}')),
    supplier       text CHECK (plain_text(supplier, 1, 200)),
    handoff        text COLLATE "C",        -- code of a PoP of the same member
    extent_kind    text NOT NULL CHECK (extent_kind IN ('communes', 'epci', 'departements', 'units', 'radius', 'geometry')),
    extent_codes   text[] NOT NULL DEFAULT '{}',
    radius_km      double precision CHECK (radius_km > 0 AND radius_km <= 200),
    status         text NOT NULL CHECK (status IN ('proposed', 'planned', 'underConstruction', 'operational', 'inactive', 'decommissioned')),
    available_on   date,
    capacity_gbps  double precision CHECK (capacity_gbps BETWEEN 0 AND 1e9),
    setup_eur      double precision CHECK (setup_eur BETWEEN 0 AND 1e9),
    monthly_eur    double precision CHECK (monthly_eur BETWEEN 0 AND 1e9),
    price_audience text NOT NULL CHECK (price_audience IN ('private', 'bureau', 'pooled', 'members', 'public')),
    audience       text NOT NULL CHECK (audience IN ('private', 'bureau', 'pooled', 'members', 'public')),
    geom           geometry(MultiPolygon, 4326) NOT NULL CHECK (NOT ST_IsEmpty(geom) AND ST_IsValid(geom)),
    cells          int4multirange NOT NULL,
    confirmed_on   date NOT NULL DEFAULT current_date,
    revision       bigint NOT NULL DEFAULT nextval('revision'),
    PRIMARY KEY (member, code),
    -- Deferred: a replaced list may bring PoPs and zones in any order.
    CONSTRAINT zone_handoff_fkey FOREIGN KEY (member, handoff) REFERENCES pop (member, code)
        ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT zone_radius CHECK ((extent_kind = 'radius') = (radius_km IS NOT NULL)),
    CONSTRAINT zone_radius_handoff CHECK (extent_kind <> 'radius' OR handoff IS NOT NULL),
    CONSTRAINT zone_codes CHECK ((extent_kind IN ('radius', 'geometry')) = (cardinality(extent_codes) = 0)),
    CONSTRAINT zone_units CHECK (extent_kind <> 'units' OR unit_codes(extent_codes))
);
CREATE INDEX zone_geom ON zone USING gist (geom);
CREATE INDEX zone_handoff ON zone (member, handoff);

-- The history of every change: append-only, written by triggers so that no path
-- around them exists. An image is the row as JSON, nulls left out, without what is
-- derived (cells, and geom where the extent says it) or says nothing of the entry
-- (revision, confirmed_on). A position is [longitude, latitude]; a geometry of the
-- owner's own stands as hexadecimal EWKB, to the last bit.
CREATE TABLE history (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor  text NOT NULL,                  -- who
    change text NOT NULL,                  -- one id for one upload or one request
    noun   text NOT NULL CHECK (noun IN ('member', 'pop', 'zone', 'territory')),
    member text COLLATE "C",
    code   text COLLATE "C",
    before jsonb,                          -- null: it was not there
    after  jsonb                           -- null: it is gone
);
CREATE INDEX history_entry ON history (noun, member, code, id);
CREATE INDEX history_change ON history (change);

-- What stands in an image of each noun. Column by column: to_jsonb of a whole row
-- would write geometry as GeoJSON, slow for a long outline, and rounded.
CREATE FUNCTION image(r member) RETURNS jsonb LANGUAGE sql STABLE
    RETURN jsonb_strip_nulls(jsonb_build_object(
        'slug', r.slug, 'name', r.name, 'asn', r.asn, 'siren', r.siren, 'website', r.website, 'joined_on', r.joined_on,
        'status', r.status, 'color', r.color));

CREATE FUNCTION image(r pop) RETURNS jsonb LANGUAGE sql STABLE
    RETURN jsonb_strip_nulls(jsonb_build_object(
        'member', r.member, 'code', r.code, 'name', r.name, 'kind', r.kind,
        'position', CASE WHEN r.position IS NOT NULL THEN jsonb_build_array(ST_X(r.position), ST_Y(r.position)) END,
        'position_source', r.position_source, 'address', r.address, 'postcode', r.postcode, 'city', r.city,
        'insee', r.insee, 'status', r.status, 'technologies', r.technologies, 'capacity_gbps', r.capacity_gbps,
        'facility', r.facility, 'audience', r.audience, 'opened_on', r.opened_on, 'closed_on', r.closed_on));

CREATE FUNCTION image(r zone) RETURNS jsonb LANGUAGE sql STABLE
    RETURN jsonb_strip_nulls(jsonb_build_object(
        'member', r.member, 'code', r.code, 'name', r.name, 'technologies', r.technologies, 'supplier', r.supplier,
        'handoff', r.handoff, 'extent_kind', r.extent_kind, 'extent_codes', r.extent_codes, 'radius_km', r.radius_km,
        'status', r.status, 'available_on', r.available_on, 'capacity_gbps', r.capacity_gbps,
        'setup_eur', r.setup_eur, 'monthly_eur', r.monthly_eur, 'price_audience', r.price_audience,
        'audience', r.audience,
        'ewkb', CASE WHEN r.extent_kind = 'geometry' THEN encode(ST_AsEWKB(r.geom), 'hex') END));

CREATE FUNCTION image(r territory) RETURNS jsonb LANGUAGE sql STABLE
    RETURN jsonb_strip_nulls(jsonb_build_object(
        'source', r.source, 'checksum', r.checksum, 'licence', r.licence, 'approximate', r.approximate,
        'loaded_at', r.loaded_at));

-- Writes the history of one statement, all its rows at once: row by row, a list of
-- 77,000 PoPs took three times as long. The argument is the table's key. An entry
-- whose key changes is one that goes and one that comes. Images are made only of
-- rows that differ in what may stand in them: to confirm a list is to touch all of it.
-- +goose StatementBegin
CREATE FUNCTION keep_history() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    who text := coalesce(nullif(current_setting('maillage.actor', true), ''), 'sql:' || session_user);
    which text := coalesce(nullif(current_setting('maillage.change', true), ''), 'tx:' || txid_current());
    -- Rows of old_rows and new_rows are of no named type.
    old_image text := 'nullif(image(ROW(o.*)::' || TG_TABLE_NAME || '), ''{}'')';
    new_image text := 'nullif(image(ROW(n.*)::' || TG_TABLE_NAME || '), ''{}'')';
    columns text := (SELECT string_agg(format('%1$s.%2$I', '%1$s', attname), ', ') FROM pg_attribute
        WHERE attrelid = TG_RELID AND attnum > 0 AND NOT attisdropped AND attname NOT IN ('revision', 'confirmed_on', 'cells'));
    images text := CASE TG_OP
        WHEN 'INSERT' THEN 'SELECT NULL::jsonb AS before, ' || new_image || ' AS after FROM new_rows n'
        WHEN 'DELETE' THEN 'SELECT ' || old_image || ' AS before, NULL::jsonb AS after FROM old_rows o'
        ELSE 'SELECT ' || old_image || ' AS before, ' || new_image || ' AS after
              FROM old_rows o FULL JOIN new_rows n USING (' || TG_ARGV[0] || ')
              WHERE (' || format(columns, 'o') || ') IS DISTINCT FROM (' || format(columns, 'n') || ')'
    END;
BEGIN
    EXECUTE 'INSERT INTO history (actor, change, noun, member, code, before, after)
        SELECT $1, $2, $3, coalesce(entry ->> ''member'', entry ->> ''slug''), coalesce(entry ->> ''code'', entry ->> ''slug''),
            before, after
        FROM (' || images || ' OFFSET 0) AS images, LATERAL (SELECT coalesce(after, before) AS entry) AS e
        WHERE before IS DISTINCT FROM after'
    USING who, which, TG_TABLE_NAME;
    RETURN NULL;
END $$;
-- +goose StatementEnd

CREATE TRIGGER history_insert AFTER INSERT ON member REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION keep_history('slug');
CREATE TRIGGER history_update AFTER UPDATE ON member REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION keep_history('slug');
CREATE TRIGGER history_delete AFTER DELETE ON member REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION keep_history('slug');
CREATE TRIGGER history_insert AFTER INSERT ON pop REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION keep_history('member, code');
CREATE TRIGGER history_update AFTER UPDATE ON pop REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION keep_history('member, code');
CREATE TRIGGER history_delete AFTER DELETE ON pop REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION keep_history('member, code');
CREATE TRIGGER history_insert AFTER INSERT ON zone REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION keep_history('member, code');
CREATE TRIGGER history_update AFTER UPDATE ON zone REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION keep_history('member, code');
CREATE TRIGGER history_delete AFTER DELETE ON zone REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION keep_history('member, code');
CREATE TRIGGER history_insert AFTER INSERT ON territory REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION keep_history('in_force');
CREATE TRIGGER history_update AFTER UPDATE ON territory REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION keep_history('in_force');
CREATE TRIGGER history_delete AFTER DELETE ON territory REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION keep_history('in_force');

-- +goose StatementBegin
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
-- +goose StatementEnd
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON history FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON history FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- ALWAYS: session_replication_role does not turn them off.
ALTER TABLE history ENABLE ALWAYS TRIGGER append_only, ENABLE ALWAYS TRIGGER append_only_truncate;

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
DROP TRIGGER tell ON territory;
DROP TRIGGER history_insert ON territory;
DROP TRIGGER history_update ON territory;
DROP TRIGGER history_delete ON territory;
DROP FUNCTION image(member), image(pop), image(zone), image(territory);
DROP TABLE history, zone, pop, member;
DROP FUNCTION keep_history, refuse_change, new_revision, tell_atlas,
    plain_text, entry_code, words_of, unit_codes, siren_number;
DROP SEQUENCE revision;

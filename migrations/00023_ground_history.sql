-- +goose Up

-- Kinds of unit and layers of weights change every figure: who loaded or removed
-- which, and when, stands in the history as the territory does, for all to read.
ALTER TABLE history DROP CONSTRAINT history_noun_check, ADD CONSTRAINT history_noun_check
    CHECK (noun IN ('member', 'pop', 'zone', 'territory', 'member_default', 'account_grant', 'token', 'unit_kind', 'layer'));

CREATE FUNCTION image(r unit_kind) RETURNS jsonb LANGUAGE sql STABLE
    RETURN jsonb_strip_nulls(jsonb_build_object(
        'code', r.kind, 'source', r.source, 'vintage', nullif(r.vintage, ''), 'licence', nullif(r.licence, ''),
        'checksum', r.checksum, 'loaded_at', r.loaded_at));

CREATE FUNCTION image(r layer) RETURNS jsonb LANGUAGE sql STABLE
    RETURN jsonb_strip_nulls(jsonb_build_object(
        'code', r.name, 'unit', r.unit, 'source', r.source, 'vintage', nullif(r.vintage, ''), 'licence', nullif(r.licence, ''),
        'checksum', r.checksum, 'loaded_at', r.loaded_at));

CREATE TRIGGER history_insert AFTER INSERT ON unit_kind REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION keep_history('kind');
CREATE TRIGGER history_update AFTER UPDATE ON unit_kind REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION keep_history('kind');
CREATE TRIGGER history_delete AFTER DELETE ON unit_kind REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION keep_history('kind');
CREATE TRIGGER history_insert AFTER INSERT ON layer REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION keep_history('name');
CREATE TRIGGER history_update AFTER UPDATE ON layer REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION keep_history('name');
CREATE TRIGGER history_delete AFTER DELETE ON layer REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION keep_history('name');

CREATE POLICY ground ON history FOR SELECT USING (noun IN ('unit_kind', 'layer'));

-- +goose Down
DROP POLICY ground ON history;
DROP TRIGGER history_insert ON layer;
DROP TRIGGER history_update ON layer;
DROP TRIGGER history_delete ON layer;
DROP TRIGGER history_insert ON unit_kind;
DROP TRIGGER history_update ON unit_kind;
DROP TRIGGER history_delete ON unit_kind;
DROP FUNCTION image(layer), image(unit_kind);
-- Lines of the nouns that go stay: what happened has happened.
ALTER TABLE history DROP CONSTRAINT history_noun_check, ADD CONSTRAINT history_noun_check
    CHECK (noun IN ('member', 'pop', 'zone', 'territory', 'member_default', 'account_grant', 'token')) NOT VALID;

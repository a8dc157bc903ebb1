-- +goose Up

-- The audiences that a member's new entries and prices get when nothing says.
-- A table of its own, not columns of member: its keepers write it, members'
-- rows are the administrators', and other members need not read it.
CREATE TABLE member_default (
    member         text COLLATE "C" PRIMARY KEY REFERENCES member ON UPDATE CASCADE ON DELETE CASCADE,
    audience       text NOT NULL CHECK (audience IN ('private', 'bureau', 'pooled', 'members', 'public')),
    price_audience text NOT NULL CHECK (price_audience IN ('private', 'bureau', 'pooled', 'members', 'public'))
);
GRANT SELECT, INSERT, UPDATE ON member_default TO maillage_service;
ALTER TABLE member_default ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON member_default FOR SELECT USING (viewer_owns(member));
CREATE POLICY added ON member_default FOR INSERT WITH CHECK (viewer_keeps(member));
CREATE POLICY changed ON member_default FOR UPDATE USING (viewer_keeps(member)) WITH CHECK (viewer_keeps(member));

-- The history has them, and who was given what access. An account stands there as
-- a number: who it is is told on reading, as long as it is there. No secret does.
ALTER TABLE history DROP CONSTRAINT history_noun_check, ADD CONSTRAINT history_noun_check
    CHECK (noun IN ('member', 'pop', 'zone', 'territory', 'member_default', 'account_grant', 'token'));
CREATE INDEX history_member ON history (member, id);

CREATE FUNCTION image(r member_default) RETURNS jsonb LANGUAGE sql STABLE
    RETURN jsonb_strip_nulls(jsonb_build_object('member', r.member, 'audience', r.audience, 'price_audience', r.price_audience));

CREATE FUNCTION image(r account_grant) RETURNS jsonb LANGUAGE sql STABLE
    RETURN jsonb_strip_nulls(jsonb_build_object('account', r.account, 'role', r.role, 'member', r.member));

-- A token acts for the member of its role, which may be gone before it is.
CREATE FUNCTION image(r token) RETURNS jsonb LANGUAGE sql STABLE
    RETURN jsonb_strip_nulls(jsonb_build_object('account', r.account, 'name', r.name, 'scope', r.scope, 'expires_at', r.expires_at,
        'role', (SELECT g.role FROM account_grant g WHERE g.id = r.acting),
        'member', (SELECT g.member FROM account_grant g WHERE g.id = r.acting)));

CREATE TRIGGER history_insert AFTER INSERT ON member_default REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION keep_history('member');
CREATE TRIGGER history_update AFTER UPDATE ON member_default REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION keep_history('member');
CREATE TRIGGER history_delete AFTER DELETE ON member_default REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION keep_history('member');
CREATE TRIGGER history_insert AFTER INSERT ON account_grant REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION keep_history('id');
CREATE TRIGGER history_update AFTER UPDATE ON account_grant REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION keep_history('id');
CREATE TRIGGER history_delete AFTER DELETE ON account_grant REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION keep_history('id');
CREATE TRIGGER history_insert AFTER INSERT ON token REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION keep_history('id');
CREATE TRIGGER history_update AFTER UPDATE ON token REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION keep_history('id');
CREATE TRIGGER history_delete AFTER DELETE ON token REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION keep_history('id');

-- The audience that an entry has now, or had last: what it was is told to nobody
-- who may not see what it is. It reads as the operator, since the asker may not.
-- +goose StatementBegin
CREATE FUNCTION last_audience(of_noun text, owner text, entry text) RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER AS $$
DECLARE
    asker text := coalesce(current_setting('maillage.viewer_role', true), '');
    found text;
BEGIN
    PERFORM set_config('maillage.viewer_role', 'operator', true);
    IF of_noun = 'pop' THEN
        SELECT p.audience INTO found FROM pop p WHERE p.member = owner AND p.code = entry;
    ELSIF of_noun = 'zone' THEN
        SELECT z.audience INTO found FROM zone z WHERE z.member = owner AND z.code = entry;
    END IF;
    IF found IS NULL THEN
        SELECT h.before ->> 'audience' INTO found FROM history h
        WHERE h.noun = of_noun AND h.member = owner AND h.code = entry ORDER BY h.id DESC LIMIT 1;
    END IF;
    PERFORM set_config('maillage.viewer_role', asker, true);
    RETURN coalesce(found, 'private');
END $$;
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION last_audience(text, text, text) SET search_path = %I, pg_temp', current_schema());
END $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION last_audience(text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION last_audience(text, text, text) TO maillage_service;

DROP POLICY seen ON history;
CREATE POLICY seen ON history FOR SELECT
    USING (viewer_owns(member) OR noun = 'territory'
        OR (SELECT viewer_role()) = 'bureau' AND noun IN ('pop', 'zone')
            AND 'private' NOT IN (coalesce(before ->> 'audience', ''), coalesce(after ->> 'audience', ''),
                coalesce(before ->> 'price_audience', ''), coalesce(after ->> 'price_audience', ''))
            AND last_audience(noun, member, code) <> 'private'
        OR (SELECT viewer_role()) IN ('admin', 'bureau') AND noun = 'member'
        OR (SELECT viewer_role()) = 'admin' AND noun IN ('account_grant', 'token'));

-- How often members, and the bureau (''), consulted a member's entries, by day in
-- Paris: no persons, no entries, no times. The service counts, owners read.
CREATE TABLE reading (
    owner  text COLLATE "C" NOT NULL REFERENCES member ON UPDATE CASCADE ON DELETE CASCADE,
    day    date NOT NULL,
    reader text COLLATE "C" NOT NULL,
    count  bigint NOT NULL CHECK (count > 0),
    PRIMARY KEY (owner, day, reader)
);
GRANT SELECT ON reading TO maillage_service;
ALTER TABLE reading ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON reading FOR SELECT USING (viewer_owns(owner));
CREATE POLICY counted ON reading FOR ALL USING (viewer_role() = 'operator') WITH CHECK (viewer_role() = 'operator');

-- +goose Down
DROP TABLE reading;
DROP POLICY seen ON history;
CREATE POLICY seen ON history FOR SELECT
    USING (viewer_owns(member) OR noun = 'territory'
        OR (SELECT viewer_role()) = 'bureau' AND noun <> 'member'
            AND 'private' NOT IN (coalesce(before ->> 'audience', ''), coalesce(after ->> 'audience', ''),
                coalesce(before ->> 'price_audience', ''), coalesce(after ->> 'price_audience', ''))
        OR (SELECT viewer_role()) IN ('admin', 'bureau') AND noun = 'member');
DROP TRIGGER history_insert ON token;
DROP TRIGGER history_update ON token;
DROP TRIGGER history_delete ON token;
DROP TRIGGER history_insert ON account_grant;
DROP TRIGGER history_update ON account_grant;
DROP TRIGGER history_delete ON account_grant;
DROP FUNCTION last_audience, image(member_default), image(account_grant), image(token);
DROP TABLE member_default;
DROP INDEX history_member;
-- Lines of the nouns that go stay: what happened has happened.
ALTER TABLE history DROP CONSTRAINT history_noun_check, ADD CONSTRAINT history_noun_check
    CHECK (noun IN ('member', 'pop', 'zone', 'territory')) NOT VALID;

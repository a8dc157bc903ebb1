-- +goose Up

-- The first wall: what a viewer may see and change, row by row. The service runs
-- each viewer's transaction under a role that owns nothing (SET LOCAL ROLE) and
-- says for whom it is (maillage.viewer_role, maillage.viewer_member). The second
-- wall is in Go (inventory/atlas/visible.go); a test there compares the two.
-- The role itself is of the whole server: the program makes it before migrating.

CREATE FUNCTION viewer_role() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    RETURN coalesce(nullif(current_setting('maillage.viewer_role', true), ''), 'visitor');

-- The member for whom the viewer acts. A visitor acts for nobody.
CREATE FUNCTION viewer_member() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN viewer_role() <> 'visitor' THEN nullif(current_setting('maillage.viewer_member', true), '') END;

-- Whether the viewer may change a member's entries.
CREATE FUNCTION viewer_keeps(owner text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    RETURN viewer_role() = 'operator' OR viewer_role() = 'contributor' AND owner = viewer_member();

-- Whether the viewer reads all of a member's own: its keepers and its sales people.
CREATE FUNCTION viewer_owns(owner text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    RETURN viewer_role() = 'operator' OR viewer_role() IN ('contributor', 'sales') AND owner = viewer_member();

-- The table of audiences: whether the viewer sees an entry with its owner's name.
-- In policies it is written out, so that the planner asks once a query, not once
-- a row, who the viewer is; this function is for prices, which have an audience of
-- their own. Whoever is not under the service's role owns the tables.
CREATE FUNCTION viewer_sees(owner text, audience text) RETURNS boolean LANGUAGE sql STABLE
    RETURN current_user <> 'maillage_service' OR viewer_role() = 'operator' OR owner = viewer_member()
        OR CASE WHEN viewer_role() = 'bureau' THEN audience <> 'private'
            ELSE owner IN (SELECT slug FROM member WHERE status = 'active') AND (audience = 'public'
                OR audience = 'members' AND EXISTS (SELECT FROM member WHERE slug = viewer_member() AND status = 'active'))
        END;

GRANT USAGE ON SEQUENCE revision TO maillage_service;
GRANT SELECT, INSERT, UPDATE ON member TO maillage_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON pop, zone TO maillage_service;
GRANT SELECT, INSERT, UPDATE ON import TO maillage_service;
GRANT SELECT, INSERT ON import_row TO maillage_service;
GRANT SELECT ON history, territory, unit, unit_shape TO maillage_service;

ALTER TABLE member ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE pop ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE zone ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE import ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE import_row ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE history ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

-- Candidates and members that left are known to themselves and to those who run
-- the cooperative.
CREATE POLICY known ON member FOR SELECT
    USING (status = 'active' OR (SELECT viewer_role()) IN ('operator', 'bureau', 'admin') OR slug = (SELECT viewer_member()));
CREATE POLICY added ON member FOR INSERT WITH CHECK (viewer_role() IN ('operator', 'admin'));
CREATE POLICY changed ON member FOR UPDATE
    USING (viewer_role() IN ('operator', 'admin')) WITH CHECK (viewer_role() IN ('operator', 'admin'));
CREATE POLICY removed ON member FOR DELETE USING (viewer_role() = 'operator');

CREATE POLICY seen ON pop FOR SELECT
    USING ((SELECT viewer_role()) = 'operator' OR member = (SELECT viewer_member())
        OR CASE WHEN (SELECT viewer_role()) = 'bureau' THEN audience <> 'private'
            ELSE member IN (SELECT slug FROM member WHERE status = 'active') AND (audience = 'public'
                OR audience = 'members' AND (SELECT EXISTS (SELECT FROM member WHERE slug = viewer_member() AND status = 'active')))
        END);
CREATE POLICY added ON pop FOR INSERT WITH CHECK (viewer_keeps(member));
CREATE POLICY changed ON pop FOR UPDATE USING (viewer_keeps(member)) WITH CHECK (viewer_keeps(member));
CREATE POLICY removed ON pop FOR DELETE USING (viewer_keeps(member));

CREATE POLICY seen ON zone FOR SELECT
    USING ((SELECT viewer_role()) = 'operator' OR member = (SELECT viewer_member())
        OR CASE WHEN (SELECT viewer_role()) = 'bureau' THEN audience <> 'private'
            ELSE member IN (SELECT slug FROM member WHERE status = 'active') AND (audience = 'public'
                OR audience = 'members' AND (SELECT EXISTS (SELECT FROM member WHERE slug = viewer_member() AND status = 'active')))
        END);
CREATE POLICY added ON zone FOR INSERT WITH CHECK (viewer_keeps(member));
CREATE POLICY changed ON zone FOR UPDATE USING (viewer_keeps(member)) WITH CHECK (viewer_keeps(member));
CREATE POLICY removed ON zone FOR DELETE USING (viewer_keeps(member));

-- Uploads hold entries of every audience: their owner's alone, of all who read.
CREATE POLICY seen ON import FOR SELECT USING (viewer_owns(member));
CREATE POLICY added ON import FOR INSERT WITH CHECK (viewer_keeps(member));
CREATE POLICY changed ON import FOR UPDATE USING (viewer_keeps(member)) WITH CHECK (viewer_keeps(member));
CREATE POLICY seen ON import_row FOR SELECT USING (import IN (SELECT i.id FROM import i));
CREATE POLICY added ON import_row FOR INSERT
    WITH CHECK (import IN (SELECT i.id FROM import i WHERE viewer_keeps(i.member)));

-- The history is read by the owner for its entries, and by the bureau for what it
-- may see of them, before and after. Triggers alone write it: nobody may.
CREATE POLICY seen ON history FOR SELECT
    USING (viewer_owns(member) OR noun = 'territory'
        OR (SELECT viewer_role()) = 'bureau' AND noun <> 'member'
            AND 'private' NOT IN (coalesce(before ->> 'audience', ''), coalesce(after ->> 'audience', ''),
                coalesce(before ->> 'price_audience', ''), coalesce(after ->> 'price_audience', ''))
        OR (SELECT viewer_role()) IN ('admin', 'bureau') AND noun = 'member');
CREATE POLICY written ON history FOR INSERT WITH CHECK (true);

-- Triggers write the history as its owner; where they look for tables is fixed.
-- +goose StatementBegin
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION keep_history() SECURITY DEFINER SET search_path = %I, pg_temp', current_schema());
END $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION keep_history() FROM PUBLIC;

-- +goose Down
ALTER FUNCTION keep_history() SECURITY INVOKER RESET search_path;
GRANT EXECUTE ON FUNCTION keep_history() TO PUBLIC;
DROP POLICY known ON member;
DROP POLICY added ON member;
DROP POLICY changed ON member;
DROP POLICY removed ON member;
DROP POLICY seen ON pop;
DROP POLICY added ON pop;
DROP POLICY changed ON pop;
DROP POLICY removed ON pop;
DROP POLICY seen ON zone;
DROP POLICY added ON zone;
DROP POLICY changed ON zone;
DROP POLICY removed ON zone;
DROP POLICY seen ON import;
DROP POLICY added ON import;
DROP POLICY changed ON import;
DROP POLICY seen ON import_row;
DROP POLICY added ON import_row;
DROP POLICY seen ON history;
DROP POLICY written ON history;
ALTER TABLE member NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
ALTER TABLE pop NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
ALTER TABLE zone NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
ALTER TABLE import NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
ALTER TABLE import_row NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
ALTER TABLE history NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM maillage_service;
REVOKE ALL ON SEQUENCE revision FROM maillage_service;
DROP FUNCTION viewer_sees, viewer_keeps, viewer_owns, viewer_member, viewer_role;

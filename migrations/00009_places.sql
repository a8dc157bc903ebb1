-- +goose Up

-- Whose entries lie where. Under the policies the planner may not use an index of
-- places: what it asks of a row's geometry could tell of rows that are hidden. These
-- functions look for the service as the operator and give keys alone; who asks
-- joins them to the table, whose policies then say what of them is seen.
-- A key that is given and not joined tells that something hidden is there: nothing
-- but a join may read them.

-- +goose StatementBegin
CREATE FUNCTION pops_near(box geometry) RETURNS TABLE (owner text, entry text)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 200 AS $$
DECLARE
    asker text := coalesce(current_setting('maillage.viewer_role', true), '');
BEGIN
    PERFORM set_config('maillage.viewer_role', 'operator', true);
    RETURN QUERY SELECT p.member::text, p.code::text FROM pop p WHERE p.position && box;
    PERFORM set_config('maillage.viewer_role', asker, true);
END $$;

CREATE FUNCTION zones_near(box geometry) RETURNS TABLE (owner text, entry text)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 200 AS $$
DECLARE
    asker text := coalesce(current_setting('maillage.viewer_role', true), '');
BEGIN
    PERFORM set_config('maillage.viewer_role', 'operator', true);
    RETURN QUERY SELECT z.member::text, z.code::text FROM zone z WHERE z.geom && box;
    PERFORM set_config('maillage.viewer_role', asker, true);
END $$;

CREATE FUNCTION zones_at(place geometry) RETURNS TABLE (owner text, entry text)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 AS $$
DECLARE
    asker text := coalesce(current_setting('maillage.viewer_role', true), '');
BEGIN
    PERFORM set_config('maillage.viewer_role', 'operator', true);
    RETURN QUERY SELECT z.member::text, z.code::text FROM zone z WHERE ST_Intersects(z.geom, place);
    PERFORM set_config('maillage.viewer_role', asker, true);
END $$;

-- The zones that cover any land of a unit, with their share of it; those that only
-- touch its edge are left out. Dissolved units may touch themselves, which
-- ST_Intersection refuses.
CREATE FUNCTION zones_in(of_kind text, of_code text) RETURNS TABLE (owner text, entry text, share double precision)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 AS $$
DECLARE
    asker text := coalesce(current_setting('maillage.viewer_role', true), '');
    shape geometry;
    whole double precision;
BEGIN
    SELECT CASE WHEN ST_IsValid(u.geom) THEN u.geom ELSE ST_MakeValid(u.geom) END INTO shape
    FROM unit u WHERE u.kind = of_kind AND u.code = of_code;
    whole := nullif(ST_Area(shape::geography), 0);
    PERFORM set_config('maillage.viewer_role', 'operator', true);
    RETURN QUERY SELECT z.member::text, z.code::text, least(1, part.share)
        FROM zone z, LATERAL (SELECT ST_Area(ST_Intersection(z.geom, shape)::geography) / whole AS share OFFSET 0) AS part
        WHERE ST_Intersects(z.geom, shape) AND part.share > 0;
    PERFORM set_config('maillage.viewer_role', asker, true);
END $$;

-- What a viewer is told without a name of zones that it may not see with one: of
-- pooled zones of active members, by status, the technologies. Only who acts for
-- an active member, and not as the bureau, is told: the others see all or nothing.
-- The keys are those of zones_at or zones_in.
CREATE FUNCTION nameless(owners text[], entries text[]) RETURNS TABLE (zone_status text, zone_technologies text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 5 AS $$
DECLARE
    asker text := viewer_role();
    own text := viewer_member();
BEGIN
    IF asker IN ('operator', 'bureau', 'visitor') OR own IS NULL THEN
        RETURN;
    END IF;
    PERFORM set_config('maillage.viewer_role', 'operator', true);
    RETURN QUERY SELECT z.status, array_agg(DISTINCT technology)
        FROM unnest(owners, entries) AS k (owner, entry)
        JOIN zone z ON z.member = k.owner COLLATE "C" AND z.code = k.entry COLLATE "C"
        JOIN member m ON m.slug = z.member AND m.status = 'active',
        unnest(z.technologies) AS technology
        WHERE z.audience = 'pooled' AND z.member <> own
            AND EXISTS (SELECT FROM member mine WHERE mine.slug = own AND mine.status = 'active')
        GROUP BY z.status;
    PERFORM set_config('maillage.viewer_role', asker, true);
END $$;

DO $$
DECLARE
    f text;
    postgis text := (SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'postgis');
BEGIN
    FOREACH f IN ARRAY ARRAY['pops_near(geometry)', 'zones_near(geometry)', 'zones_at(geometry)', 'zones_in(text, text)', 'nameless(text[], text[])'] LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = %I, %I, pg_temp', f, current_schema(), postgis);
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO maillage_service', f);
    END LOOP;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP FUNCTION pops_near, zones_near, zones_at, zones_in, nameless;

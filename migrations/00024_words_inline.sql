-- +goose Up

-- The same rule without a query in it: one would keep the planner from writing the
-- function out in the checks of pop and zone, and a call for each row was a tenth of
-- the time of a large list. A word that stands twice counts once on the right.
CREATE OR REPLACE FUNCTION words_of(value text[], vocabulary text[]) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN value <@ vocabulary AND cardinality(vocabulary) <= 8 AND cardinality(value)
        = coalesce((vocabulary[1] = ANY (value))::int, 0) + coalesce((vocabulary[2] = ANY (value))::int, 0)
        + coalesce((vocabulary[3] = ANY (value))::int, 0) + coalesce((vocabulary[4] = ANY (value))::int, 0)
        + coalesce((vocabulary[5] = ANY (value))::int, 0) + coalesce((vocabulary[6] = ANY (value))::int, 0)
        + coalesce((vocabulary[7] = ANY (value))::int, 0) + coalesce((vocabulary[8] = ANY (value))::int, 0);

-- +goose Down
CREATE OR REPLACE FUNCTION words_of(value text[], vocabulary text[]) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN value <@ vocabulary AND CASE
        WHEN cardinality(value) <= 1 THEN true
        WHEN cardinality(value) = 2 AND array_lower(value, 1) = 1 THEN value[1] <> value[2]
        WHEN cardinality(value) = 3 AND array_lower(value, 1) = 1
            THEN value[1] <> value[2] AND value[1] <> value[3] AND value[2] <> value[3]
        ELSE cardinality(value) = (SELECT count(DISTINCT word) FROM unnest(value) AS word) END;

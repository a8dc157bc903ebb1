-- +goose Up

-- A plan, from its request to its result. A member's plans are read by its own
-- people alone; those without a member are the bureau's.
CREATE TABLE plan (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    member     text COLLATE "C" REFERENCES member ON UPDATE CASCADE,
    name       text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    state      text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'done', 'stopped', 'failed')),
    request    jsonb NOT NULL,
    list_name  text,                    -- of the list of candidates, and the list as it came
    list       bytea,
    progress   jsonb,                   -- steps, value, bound, share_of_best, seconds
    answer     jsonb,                   -- once done or stopped
    failure    text,
    stopping   boolean NOT NULL DEFAULT false, -- someone asks to stop with the best so far
    author     text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    alive_at   timestamptz NOT NULL DEFAULT now(), -- when whoever works on it last said so
    ended_at   timestamptz
);
CREATE INDEX plan_member ON plan (member, id);

-- The land of each pick, for maps and exports.
CREATE TABLE plan_pick (
    plan   bigint NOT NULL REFERENCES plan ON DELETE CASCADE,
    rank   int NOT NULL CHECK (rank > 0),
    code   text NOT NULL,
    cells  int4multirange NOT NULL,
    PRIMARY KEY (plan, rank)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON plan TO maillage_service;
GRANT SELECT, INSERT ON plan_pick TO maillage_service;
ALTER TABLE plan ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE plan_pick ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

-- Whether a plan is the viewer's to read and to work on: the bureau's for the
-- bureau, a member's for its people.
CREATE FUNCTION viewer_plans(owner text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    RETURN viewer_role() = 'operator' OR viewer_role() = 'bureau' AND owner IS NULL
        OR viewer_role() IN ('contributor', 'sales') AND owner = viewer_member();

CREATE POLICY own ON plan USING (viewer_plans(member)) WITH CHECK (viewer_plans(member));
CREATE POLICY own ON plan_pick USING (plan IN (SELECT p.id FROM plan p)) WITH CHECK (plan IN (SELECT p.id FROM plan p));

-- +goose Down
DROP TABLE plan_pick, plan;
DROP FUNCTION viewer_plans;

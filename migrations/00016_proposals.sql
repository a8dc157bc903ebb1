-- +goose Up

-- A plan put to the members by the bureau. What it says is fixed when it is made:
-- neither its closing day nor its quorum can be moved, which would open voices.
CREATE TABLE proposal (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    plan         bigint REFERENCES plan ON DELETE SET NULL,
    title        text NOT NULL CHECK (plain_text(title, 1, 120)),
    body         text NOT NULL DEFAULT '' CHECK (plain_text(body, 0, 5000)),
    answer       jsonb NOT NULL,        -- of the plan: layer, objective, value, bound, share_of_best, won, winnable
    voters       int NOT NULL CHECK (voters > 0), -- active members when it was made
    closes_at    timestamptz NOT NULL,
    quorum       int CHECK (quorum BETWEEN 2 AND voters), -- voices that close it before
    author       text NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    withdrawn_at timestamptz
);

CREATE TABLE proposal_pick (
    proposal  bigint NOT NULL REFERENCES proposal,
    rank      int NOT NULL CHECK (rank > 0),
    pick      jsonb NOT NULL,           -- candidate, name, at, gain, cumulated, cost, spent, km2
    cells     int4multirange NOT NULL,
    PRIMARY KEY (proposal, rank)
);

-- What each pick opens to each member, when the proposal was made.
CREATE TABLE proposal_gain (
    proposal  bigint NOT NULL,
    rank      int NOT NULL,
    member    text COLLATE "C" NOT NULL REFERENCES member ON UPDATE CASCADE,
    gain      double precision NOT NULL CHECK (gain >= 0),
    PRIMARY KEY (proposal, rank, member),
    FOREIGN KEY (proposal, rank) REFERENCES proposal_pick
);

-- A member's voice: one each, whatever its size.
CREATE TABLE voice (
    proposal  bigint NOT NULL REFERENCES proposal,
    member    text COLLATE "C" NOT NULL REFERENCES member ON UPDATE CASCADE,
    interest  text NOT NULL CHECK (interest IN ('interested', 'not_interested', 'abstains')),
    note      text NOT NULL DEFAULT '' CHECK (plain_text(note, 0, 1000)),
    author    text NOT NULL,
    cast_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (proposal, member)
);

-- Whether a proposal is closed. Only the functions below read and write it: the
-- number of voices cast is in no table that the service's role may read.
CREATE TABLE proposal_seal (
    proposal     bigint PRIMARY KEY REFERENCES proposal,
    closes_at    timestamptz NOT NULL,
    quorum       int,
    voices       int NOT NULL DEFAULT 0,
    reached_at   timestamptz,           -- the quorum
    withdrawn_at timestamptz
);

-- When a proposal was closed, null while it is open; by the date without anyone's
-- doing. One that is withdrawn never is: its voices stay sealed.
CREATE FUNCTION proposal_closed_at(which bigint) RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER
    RETURN (SELECT CASE WHEN withdrawn_at IS NULL THEN coalesce(reached_at, CASE WHEN closes_at <= now() THEN closes_at END) END
        FROM proposal_seal WHERE proposal = which);

CREATE FUNCTION viewer_is_active() RETURNS boolean LANGUAGE sql STABLE
    RETURN EXISTS (SELECT FROM member WHERE slug = viewer_member() AND status = 'active');

-- +goose StatementBegin
CREATE FUNCTION keep_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO proposal_seal (proposal, closes_at, quorum) VALUES (NEW.id, NEW.closes_at, NEW.quorum);
    ELSE
        IF NEW.withdrawn_at IS NULL THEN
            RAISE EXCEPTION 'a proposal that is withdrawn stays so' USING ERRCODE = 'insufficient_privilege';
        END IF;
        UPDATE proposal_seal SET withdrawn_at = NEW.withdrawn_at WHERE proposal = NEW.id
            AND reached_at IS NULL AND closes_at > clock_timestamp();
        IF NOT FOUND THEN
            RAISE EXCEPTION 'the proposal is closed' USING ERRCODE = 'insufficient_privilege';
        END IF;
    END IF;
    RETURN NULL;
END $$;

-- No voice is cast or changed once a proposal is closed, whoever asks.
CREATE FUNCTION check_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM proposal_seal WHERE proposal = NEW.proposal AND reached_at IS NULL AND withdrawn_at IS NULL
        AND closes_at > clock_timestamp() FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the proposal is closed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION count_voice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE proposal_seal SET voices = voices + 1, reached_at = CASE WHEN voices + 1 >= quorum THEN clock_timestamp() END
        WHERE proposal = NEW.proposal;
    RETURN NULL;
END $$;

DO $$
DECLARE f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['keep_seal', 'check_seal', 'count_voice'] LOOP
        EXECUTE format('ALTER FUNCTION %I() SECURITY DEFINER SET search_path = %I, pg_temp', f, current_schema());
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %I() FROM PUBLIC', f);
    END LOOP;
END $$;
-- +goose StatementEnd

CREATE TRIGGER seal AFTER INSERT OR UPDATE OF withdrawn_at ON proposal FOR EACH ROW EXECUTE FUNCTION keep_seal();
CREATE TRIGGER sealed BEFORE INSERT OR UPDATE OF interest, note ON voice FOR EACH ROW EXECUTE FUNCTION check_seal();
CREATE TRIGGER counted AFTER INSERT ON voice FOR EACH ROW EXECUTE FUNCTION count_voice();

GRANT SELECT, INSERT, UPDATE (withdrawn_at) ON proposal TO maillage_service;
GRANT SELECT, INSERT ON proposal_pick, proposal_gain TO maillage_service;
GRANT SELECT, INSERT, UPDATE (interest, note, author, cast_at) ON voice TO maillage_service;
ALTER TABLE proposal ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE proposal_pick ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE proposal_gain ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE voice ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY seen ON proposal FOR SELECT
    USING ((SELECT viewer_role()) IN ('operator', 'bureau') OR (SELECT viewer_role()) IN ('contributor', 'sales') AND (SELECT viewer_is_active()));
CREATE POLICY made ON proposal FOR INSERT WITH CHECK (viewer_role() IN ('operator', 'bureau'));
CREATE POLICY withdrawn ON proposal FOR UPDATE
    USING (viewer_role() IN ('operator', 'bureau')) WITH CHECK (viewer_role() IN ('operator', 'bureau'));
CREATE POLICY seen ON proposal_pick FOR SELECT USING (proposal IN (SELECT p.id FROM proposal p));
CREATE POLICY made ON proposal_pick FOR INSERT WITH CHECK (viewer_role() IN ('operator', 'bureau'));
CREATE POLICY seen ON proposal_gain FOR SELECT
    USING ((SELECT viewer_role()) IN ('operator', 'bureau') OR member = (SELECT viewer_member()) AND proposal IN (SELECT p.id FROM proposal p));
CREATE POLICY made ON proposal_gain FOR INSERT WITH CHECK (viewer_role() IN ('operator', 'bureau'));

-- A voice is its member's own until the proposal is closed, then everybody's who
-- was asked. No role is excepted, the operator's neither.
CREATE POLICY seen ON voice FOR SELECT
    USING (proposal IN (SELECT p.id FROM proposal p)
        AND (proposal_closed_at(proposal) IS NOT NULL
            OR (SELECT viewer_role()) IN ('contributor', 'sales') AND member = (SELECT viewer_member())));
CREATE POLICY cast_own ON voice FOR INSERT
    WITH CHECK (viewer_role() = 'contributor' AND member = viewer_member() AND viewer_is_active());
CREATE POLICY changed_own ON voice FOR UPDATE
    USING (viewer_role() = 'contributor' AND member = viewer_member())
    WITH CHECK (viewer_role() = 'contributor' AND member = viewer_member() AND viewer_is_active());

-- +goose Down
DROP TABLE voice;
DROP FUNCTION proposal_closed_at;
DROP TABLE proposal_seal, proposal_gain, proposal_pick, proposal;
DROP FUNCTION keep_seal, check_seal, count_voice, viewer_is_active;

-- +goose Up

-- What each member had brought at each quarter's end: kept once, never changed.
-- Figures are those of the contributions of all that was in the pool that day.
CREATE TABLE ledger (
    day             date NOT NULL,      -- the last of a quarter, in Paris
    member          text COLLATE "C" NOT NULL REFERENCES member ON UPDATE CASCADE,
    layer           text NOT NULL,
    ground          text NOT NULL,      -- checksum of the territory it was counted on
    confirmed_on    date,               -- the owner last said of any entry that it is so
    reach_km2       double precision NOT NULL,
    reach_weight    double precision NOT NULL,
    unique_km2      double precision NOT NULL,
    unique_weight   double precision NOT NULL,
    shapley_km2     double precision NOT NULL,
    shapley_weight  double precision NOT NULL,
    given_km2       double precision NOT NULL,
    given_weight    double precision NOT NULL,
    received_km2    double precision NOT NULL,
    received_weight double precision NOT NULL,
    kept_at         timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (day, member)
);

GRANT SELECT ON ledger TO maillage_service;
ALTER TABLE ledger ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON ledger FOR SELECT
    USING ((SELECT viewer_role()) IN ('operator', 'bureau')
        OR (SELECT viewer_role()) IN ('contributor', 'sales') AND member = (SELECT viewer_member()));
CREATE POLICY kept ON ledger FOR INSERT WITH CHECK (viewer_role() = 'operator');

-- +goose Down
DROP TABLE ledger;

-- +goose Up

-- The territory in force: where its boundaries come from. One row at most.
CREATE TABLE territory (
    in_force    boolean PRIMARY KEY DEFAULT true CHECK (in_force),
    source      text NOT NULL,             -- file, address, or 'builtin'
    checksum    text NOT NULL,             -- sha256 of the source, hexadecimal
    licence     text NOT NULL,
    approximate boolean NOT NULL,          -- true for the built-in approximation
    loaded_at   timestamptz NOT NULL DEFAULT now()
);

-- Units: coded pieces of land. kind is commune, epci, departement, region, or
-- the name under which an operator loaded a layer of its own.
CREATE TABLE unit (
    kind        text NOT NULL CHECK (kind ~ '^[a-z0-9_-]{1,30}$'),
    code        text COLLATE "C" NOT NULL CHECK (length(code) BETWEEN 1 AND 60),
    name        text NOT NULL,
    departement text COLLATE "C",          -- code, of communes and départements
    region      text,
    epci        text,                      -- of communes that are in one
    postcodes   text[] NOT NULL DEFAULT '{}',
    population  bigint NOT NULL DEFAULT 0 CHECK (population >= 0),
    territory   text,                      -- code of the line's territory
    centre      geometry(Point, 4326),     -- a point inside, for labels and approximate positions
    geom        geometry(MultiPolygon, 4326), -- null: no boundary is known
    cells       int4multirange,            -- null with geom
    PRIMARY KEY (kind, code),
    CONSTRAINT unit_geom_and_cells CHECK ((geom IS NULL) = (cells IS NULL))
);
CREATE INDEX unit_geom ON unit USING gist (geom);
CREATE INDEX unit_departement ON unit (departement) WHERE kind = 'commune';

-- Units drawn for the basemap, in Web Mercator, once a level of generalisation.
-- Derived from unit; emptied and refilled when a territory is loaded.
CREATE TABLE unit_shape (
    kind     text NOT NULL,
    code     text COLLATE "C" NOT NULL,
    zoom     smallint NOT NULL,            -- the highest zoom it is good for
    geom     geometry(MultiPolygon, 3857) NOT NULL,
    PRIMARY KEY (kind, zoom, code)
);
CREATE INDEX unit_shape_geom ON unit_shape USING gist (geom);

-- +goose Down
DROP TABLE unit_shape, unit, territory;

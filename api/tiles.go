package api

import (
	"context"
	"fmt"
	"hash/fnv"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/labstack/echo/v4"

	"maillage/geo/tile"
	"maillage/inventory"
	"maillage/inventory/atlas"
	"maillage/inventory/postgres"
)

// layers says what each set of tiles holds, for TileJSON.
var layers = map[string]tileSet{
	"base": {maxZoom: 14, about: "Land, départements, communes and place names", layers: []vectorLayer{
		{ID: "land", Fields: fields{"code": "String"}},
		{ID: "departements", Fields: fields{"code": "String", "name": "String"}},
		{ID: "communes", Fields: fields{"code": "String", "name": "String"}, MinZoom: 9},
		{ID: "places", Fields: fields{"code": "String", "name": "String", "population": "Number", "rank": "Number"}},
	}},
	"coverage": {maxZoom: 12, about: "Cells by the number of members that collect there", layers: []vectorLayer{{ID: "coverage", Fields: fields{"depth": "Number"}}}},
	"reach":    {maxZoom: 12, about: "What one member collects by itself", layers: []vectorLayer{{ID: "reach", Fields: fields{}}}},
	"gaps":     {maxZoom: 12, about: "Land that nobody collects", layers: []vectorLayer{{ID: "gaps", Fields: fields{}}}},
	"openings": {maxZoom: 12, about: "What the pool opens to one member", layers: []vectorLayer{{ID: "openings", Fields: fields{}}}},
	"zones": {maxZoom: 14, about: "Collection zones", layers: []vectorLayer{{ID: "zones", Fields: fields{
		"member": "String", "code": "String", "name": "String", "status": "String", "technologies": "String"}}}},
	"units": {maxZoom: 14, about: "Outlines of the units of one kind, as they are wide enough to be seen", layers: []vectorLayer{{ID: "units", Fields: fields{
		"code": "String", "name": "String"}}}},
	"pops": {maxZoom: 14, about: "Points of presence, gathered when far", layers: []vectorLayer{{ID: "pops", Fields: fields{
		"member": "String", "code": "String", "name": "String", "kind": "String", "status": "String", "count": "Number"}}}},
}

type tileSet struct {
	maxZoom int
	about   string
	layers  []vectorLayer
}

type fields = map[string]string

// vectorLayer is as TileJSON 3.0.0 (3.3) writes it.
type vectorLayer struct {
	ID      string `json:"id"`
	Fields  fields `json:"fields"`
	MinZoom int    `json:"minzoom,omitempty"`
}

// tileParams are the query parameters that tiles take; v is passed over, for
// callers that want an address of their own for each state.
var tileParams = []string{"member", "technology", "status", "unit", "layer", "territory", "as_of", "as", "v"}

// tileJSON describes a set of tiles (TileJSON 3.0.0). The filter it is asked
// with stands in the tiles' addresses too.
func (s *Server) tileJSON(c echo.Context) error {
	name, isJSON := strings.CutSuffix(c.Param("name"), ".json")
	set, ok := layers[name]
	if !ok || !isJSON {
		return unknownTiles(name)
	}
	if _, err := tileFilter(c.QueryParams()); err != nil {
		return err
	}
	p, err := s.need()
	if err != nil {
		return err
	}
	scheme := "http"
	if c.Scheme() == "https" { // a proxy's header: any other word of it is not ours to repeat
		scheme = "https"
	}
	query := ""
	if c.Request().URL.RawQuery != "" {
		query = "?" + c.Request().URL.RawQuery
	}
	c.Response().Header().Set("Cache-Control", "private, no-cache")
	return c.JSON(http.StatusOK, map[string]any{
		"tilejson": "3.0.0", "name": name, "description": set.about, "scheme": "xyz",
		"tiles":         []string{fmt.Sprintf("%s://%s/tiles/%s/{z}/{x}/{y}.mvt%s", scheme, c.Request().Host, name, query)},
		"vector_layers": set.layers, "minzoom": 0, "maxzoom": set.maxZoom,
		"bounds": []float64{-180, -85.051129, 180, 85.051129}, "center": []float64{2.5, 46.5, 5},
		"attribution": p.Atlas.Now().Territory().Licence,
	})
}

func unknownTiles(name string) error {
	names := make([]string, 0, len(layers))
	for n := range layers {
		names = append(names, n)
	}
	slices.Sort(names)
	return inventory.Errorf(inventory.NotFound, "unknown_tiles", "There are no tiles %q; there are %s.", clip(name, 40), strings.Join(names, ", "))
}

// tile answers one vector tile: 204 when it is empty, 304 when the caller holds
// it already.
func (s *Server) tile(c echo.Context) error {
	name := c.Param("name")
	if _, ok := layers[name]; !ok {
		return unknownTiles(name)
	}
	z, x, y, err := tileNumbers(c)
	if err != nil {
		return err
	}
	f, err := tileFilter(c.QueryParams())
	if err != nil {
		return err
	}
	p, err := s.need()
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	now, err := p.Atlas.At(ctx, f.AsOf)
	if err != nil {
		return err
	}
	if as := c.QueryParam("as"); as != "" {
		if ctx, now, f, err = s.previewTile(c.Request(), now, name, as, f); err != nil {
			return err
		}
	}
	v := viewerOf(ctx)
	etag, cache := tileTag(now, name, v)
	h := c.Response().Header()
	h.Set("Vary", "Cookie, Authorization")
	if matches(c.Request(), etag) {
		h.Set("ETag", etag)
		h.Set("Cache-Control", cache)
		return c.NoContent(http.StatusNotModified)
	}
	data, err := s.draw(ctx, p, now, v, name, f, z, x, y)
	if err != nil {
		return err
	}
	h.Set("ETag", etag)
	h.Set("Cache-Control", cache)
	if len(data) == 0 {
		return c.NoContent(http.StatusNoContent)
	}
	return c.Blob(http.StatusOK, "application/vnd.mapbox-vector-tile", data)
}

// tileTag tells one state of a tile from others, among them those of viewers who
// see something else: a browser whose user changed must not be told that it holds
// the right one. What one user sees is kept nowhere; the basemap and units are for all.
func tileTag(now *atlas.Picture, name string, v inventory.Viewer) (etag, cache string) {
	if name == "base" {
		return fmt.Sprintf(`W/"%.16s-%x"`, now.Territory().Checksum, now.Territory().LoadedAt.UnixNano()), "private, no-cache"
	}
	if name == "units" {
		ground := fnv.New64a()
		_, _ = ground.Write([]byte(now.GroundStamp()))
		return fmt.Sprintf(`W/"%x"`, ground.Sum64()), "private, no-cache"
	}
	who := fnv.New64a()
	_, _ = who.Write([]byte(atlas.Class(v))) // it never fails
	cache = "private, no-store"
	if v.Role == inventory.RoleOperator {
		cache = "private, no-cache"
	}
	return fmt.Sprintf(`W/"%s-%x"`, now.Stamp(), who.Sum64()), cache
}

// draw makes the tile, nil when it is empty.
func (s *Server) draw(ctx context.Context, p *Parts, now *atlas.Picture, v inventory.Viewer, name string, f inventory.Filter, z, x, y uint32) ([]byte, error) {
	switch name {
	case "base":
		return s.basemap.Tile(ctx, p.Store.Pool, now.Territory(), z, x, y)
	case "units":
		if f.Unit == "" {
			return nil, inventory.Errorf(inventory.Invalid, "no_unit", "The tiles %q are of one kind: give unit=KIND.", name)
		}
		if err := now.HasKind(f.Unit); err != nil {
			return nil, err
		}
		return s.units.Tile(ctx, p.Store.Pool, now.GroundStamp(), f.Unit, z, x, y)
	case "zones", "pops":
		if !f.AsOf.IsZero() {
			return nil, inventory.Errorf(inventory.Invalid, "no_past_tiles", "The tiles %q are of today alone: leave as_of out.", name)
		}
	}
	switch name {
	case "zones":
		return drawn(ctx, p, v, f, z, x, y, postgres.ZoneTile)
	case "pops":
		return drawn(ctx, p, v, f, z, x, y, postgres.PopTile)
	}
	member := ""
	if name == atlas.TileReach || name == atlas.TileOpenings {
		if len(f.Members) != 1 {
			return nil, inventory.Errorf(inventory.Invalid, "no_member", "The tiles %q are one member's: give member=SLUG, once.", name)
		}
		member, f.Members = f.Members[0], nil
	}
	return now.Tile(v, name, f, member, z, x, y)
}

// drawn makes a tile that PostGIS draws, within a transaction of the viewer's.
func drawn(ctx context.Context, p *Parts, v inventory.Viewer, f inventory.Filter, z, x, y uint32,
	draw func(context.Context, postgres.DB, inventory.Viewer, inventory.Filter, uint32, uint32, uint32) ([]byte, error)) (data []byte, err error) {
	err = p.Store.Read(ctx, v, func(tx pgx.Tx) error {
		data, err = draw(ctx, tx, v, f, z, x, y)
		return err
	})
	return data, err
}

// tileNumbers reads z, x and y of the address.
func tileNumbers(c echo.Context) (z, x, y uint32, err error) {
	last, isTile := strings.CutSuffix(c.Param("y"), ".mvt")
	if !isTile {
		return 0, 0, 0, echo.ErrNotFound
	}
	var n [3]uint32
	for i, text := range []string{c.Param("z"), c.Param("x"), last} {
		v, err := strconv.ParseUint(text, 10, 32)
		if err != nil || (len(text) > 1 && text[0] == '0') {
			return 0, 0, 0, inventory.Errorf(inventory.NotFound, "no_such_tile", "%q is not a number of a tile.", clip(text, 40))
		}
		n[i] = uint32(v)
	}
	if err := tile.Check(n[0], n[1], n[2]); err != nil {
		return 0, 0, 0, inventory.Errorf(inventory.NotFound, "no_such_tile", "%w", err)
	}
	return n[0], n[1], n[2], nil
}

// tileFilter reads the filter of a tile's address, which is that of the answers.
func tileFilter(q url.Values) (inventory.Filter, error) {
	var faults []inventory.FieldError
	one := func(name string) string {
		if len(q[name]) > 1 {
			faults = append(faults, inventory.FieldError{Field: name, Code: "twice", Message: "is given more than once"})
		}
		return q.Get(name)
	}
	for name := range q {
		if !slices.Contains(tileParams, name) {
			faults = append(faults, inventory.FieldError{Field: clip(name, 60), Code: "unknown_parameter",
				Message: "is not a parameter of tiles, which take " + strings.Join(tileParams, ", ")})
		}
	}
	_ = one("as")
	f := inventory.Filter{
		Members: splitList(q["member"]), Technologies: words[inventory.Technology](splitList(q["technology"])),
		Statuses: words[inventory.Status](splitList(q["status"])),
		Unit:     one("unit"), Layer: one("layer"), Territory: one("territory"),
	}
	if day := one("as_of"); day != "" {
		var err error
		if f.AsOf, err = inventory.ParseDate(day); err != nil {
			faults = append(faults, inventory.FieldError{Field: "as_of", Value: clip(day, 40), Code: "bad_format", Message: "is a day, written as 2026-11-22"})
		}
	}
	if err := invalidRequest(faults); err != nil {
		return f, err
	}
	return f, f.Validate()
}

package postgres_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"maillage/geo/crs"
	"maillage/geo/line"
)

// TestProjections holds geo/crs against ST_Transform at random places: each
// territory of the line in its own system, and metropolitan France in the
// systems in which lists arrive, both ways to a centimetre.
func TestProjections(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), fresh(t)
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 5))
	type place struct {
		name                     string
		epsg                     int
		west, south, east, north float64
	}
	var places []place
	for _, territory := range line.Territories() {
		west, south, east, north := territory.Bounds()
		places = append(places, place{territory.Code, territory.EPSG, west, south, east, north},
			place{territory.Code, 3857, west, south, east, north})
	}
	places = append(places, place{"metropole", 2154, -5.5, 41, 10, 51.5})
	for zone := 42; zone <= 50; zone++ {
		places = append(places, place{"metropole", 3900 + zone, -5.5, float64(zone) - 1, 10, float64(zone) + 1})
	}
	const each, centimetre = 2000, 0.01
	for _, p := range places {
		system, ok := crs.ByEPSG(p.epsg)
		if !ok {
			t.Errorf("EPSG:%d is unknown", p.epsg)
			continue
		}
		points := make(orb.MultiPoint, each)
		for i := range points {
			points[i] = orb.Point{p.west + r.Float64()*(p.east-p.west), p.south + r.Float64()*(p.north-p.south)}
		}
		var there, back orb.MultiPoint
		if err := s.Pool.QueryRow(ctx, "SELECT ST_Transform($1::geometry, $2::int)", points, p.epsg).Scan(&there); err != nil {
			t.Fatal(err)
		}
		projected := make(orb.MultiPoint, each)
		var worst float64
		for i, at := range points {
			x, y := system.Forward(at[0], at[1])
			projected[i] = orb.Point{x, y}
			worst = max(worst, math.Hypot(x-there[i][0], y-there[i][1]))
		}
		if !(worst < centimetre) {
			t.Errorf("seed %d: %s, EPSG:%d is %g m from ST_Transform", seed, p.name, p.epsg, worst)
		}
		err := s.Pool.QueryRow(ctx, "SELECT ST_Transform(ST_SetSRID($1::geometry, $2::int), 4326)", projected, p.epsg).Scan(&back)
		if err != nil {
			t.Fatal(err)
		}
		worst = 0
		for i, at := range projected {
			lon, lat := system.Inverse(at[0], at[1])
			metres := math.Hypot((lon-back[i][0])*math.Cos(lat*math.Pi/180), lat-back[i][1]) * 111_320
			worst = max(worst, metres)
		}
		if !(worst < centimetre) {
			t.Errorf("seed %d: %s, EPSG:%d back is %g m from ST_Transform", seed, p.name, p.epsg, worst)
		}
	}
}

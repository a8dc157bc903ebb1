package postgres_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"maillage/geo/crs"
)

// lambert2 is Lambert II étendu as PROJ's own words say it, with the translation
// that IGN publishes.
const lambert2 = "+proj=lcc +lat_1=46.8 +lat_0=46.8 +lon_0=0 +k_0=0.99987742 +x_0=600000 +y_0=2200000 +a=6378249.2 +b=6356515 +towgs84=-168,-60,320,0,0,0,0 +pm=paris +units=m +no_defs"

// TestLambert2 holds Lambert II étendu against PostGIS at random places of
// metropolitan France: to a centimetre with the same translation, and to six
// metres of whatever PostGIS knows of it by itself, which may be IGN's grid.
func TestLambert2(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), fresh(t)
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 6))
	system, ok := crs.ByEPSG(27572)
	if !ok {
		t.Fatal("EPSG:27572 is unknown")
	}
	points := make(orb.MultiPoint, 2000)
	for i := range points {
		points[i] = orb.Point{-5 + 14.5*r.Float64(), 41.3 + 9.8*r.Float64()}
	}
	for _, c := range []struct {
		query string
		to    any
		most  float64
	}{
		{"SELECT ST_Transform($1::geometry, $2::text)", lambert2, 0.01},
		{"SELECT ST_Transform($1::geometry, $2::int)", 27572, 6},
	} {
		var there orb.MultiPoint
		if err := s.Pool.QueryRow(ctx, c.query, points, c.to).Scan(&there); err != nil {
			t.Fatal(err)
		}
		var worst, back float64
		for i, at := range points {
			x, y := system.Forward(at[0], at[1])
			worst = max(worst, math.Hypot(x-there[i][0], y-there[i][1]))
			lon, lat := system.Inverse(x, y)
			back = max(back, math.Hypot(lon-at[0], lat-at[1])*111_320)
		}
		t.Logf("%v: %.4f m, there and back %.2g m", c.to, worst, back)
		if !(worst < c.most && back < 0.001) {
			t.Errorf("seed %d: %v is %g m from ST_Transform, %g m there and back", seed, c.to, worst, back)
		}
	}
}

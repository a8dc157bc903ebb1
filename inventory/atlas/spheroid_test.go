package atlas

import (
	"math"
	"testing"

	"maillage/inventory/territory/territorytest"
)

// The land of each territory is that of its polygons on the spheroid, by PostGIS, to
// half a cell and a millionth.
func TestLandOnTheSpheroid(t *testing.T) {
	t.Parallel()
	url, real := territorytest.Real(t)
	if !real {
		t.Log("without the real communes, in a small country")
		url = territorytest.Small(t)
	}
	c := openCountry(t, url)
	p := openAtlas(t, c.Store).Now()
	rows, err := c.Pool.Query(t.Context(), `SELECT territory, sum(ST_Area(geom::geography)) / 1e6
		FROM unit WHERE kind = 'departement' AND geom IS NOT NULL GROUP BY 1 ORDER BY 2`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var ours, theirs float64
	for rows.Next() {
		var code string
		var want float64
		if err := rows.Scan(&code, &want); err != nil {
			t.Fatal(err)
		}
		land, err := p.Land(code)
		if err != nil {
			t.Fatal(err)
		}
		got := land.KM2()
		ours, theirs = ours+got, theirs+want
		t.Logf("%s: %.2f km², on the spheroid %.2f: %+.4f %%", code, got, want, (got/want-1)*100)
		if math.Abs(got-want) > 0.02+want*1e-6 {
			t.Errorf("the land of %s is %.3f km², on the spheroid %.3f", code, got, want)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	t.Logf("in all: %.2f km², on the spheroid %.2f: %+.4f %%", ours, theirs, (ours/theirs-1)*100)
	if real && math.Abs(ours/theirs-1) > 0.0002 {
		t.Errorf("the land is %.2f km², on the spheroid %.2f", ours, theirs)
	}
}

package atlas

import (
	"math"
	"testing"

	"maillage/inventory/territory/territorytest"
)

// The land of each territory against the area of its polygons on the spheroid.
// What may be between them is the border: a cell on it is in or out by its
// centre, and errs by 0.29 cells, one cell with another. So a territory may be
// off by three times what that makes of its border, and a ten-thousandth; all of
// France by no more than the mark.
func TestLandOnTheSpheroid(t *testing.T) {
	t.Parallel()
	url, real := territorytest.Real(t)
	if !real {
		t.Log("without the real communes, in a small country")
		url = territorytest.Small(t)
	}
	c := openCountry(t, url)
	p := openAtlas(t, c.Store).Now()
	rows, err := c.Pool.Query(t.Context(), `SELECT territory, sum(ST_Area(geom::geography)) / 1e6, sum(ST_Perimeter(geom::geography)) / 1000
		FROM unit WHERE kind = 'departement' AND geom IS NOT NULL GROUP BY 1 ORDER BY 2`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var ours, theirs float64
	for rows.Next() {
		var code string
		var want, rim float64
		if err := rows.Scan(&code, &want, &rim); err != nil {
			t.Fatal(err)
		}
		land, err := p.Land(code)
		if err != nil {
			t.Fatal(err)
		}
		got := land.KM2()
		ours, theirs = ours+got, theirs+want
		border := 0.04 * 0.29 * math.Sqrt(rim/0.2)
		t.Logf("%s: %.2f km², on the spheroid %.2f: %+.4f %%; its border makes ±%.2f km²", code, got, want, (got/want-1)*100, border)
		if math.Abs(got-want) > 3*border+want*0.0001 {
			t.Errorf("the land of %s is %.2f km², on the spheroid %.2f", code, got, want)
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

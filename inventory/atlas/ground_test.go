package atlas

import (
	"math"
	"strconv"
	"testing"

	"maillage/geo/line"
	"maillage/inventory"
	"maillage/inventory/territory"
	"maillage/inventory/territory/builtin"
	"maillage/inventory/territory/territorytest"
)

func TestListYear(t *testing.T) {
	t.Parallel()
	if year := strconv.Itoa(builtin.France().Year); year != listYear {
		t.Errorf("the layer says %s, the list of communes is of %s", listYear, year)
	}
}

// Every inhabitant is somewhere on the land, or noted as left out.
func TestPopulationIsWhole(t *testing.T) {
	t.Parallel()
	url, real := territorytest.Real(t)
	if !real {
		url = territorytest.Small(t)
	}
	c := openCountry(t, url)
	p := openAtlas(t, c.Store).Now()
	l, err := p.Layer("")
	if err != nil {
		t.Fatal(err)
	}
	var all, missing int64
	for _, u := range c.gazetteer.Units(inventory.Commune) {
		all += u.Population
		if !u.Located {
			missing += u.Population
		}
	}
	land, err := p.Land("")
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d inhabitants, %d in communes without boundary; land of %.1f km²", all, missing, land.KM2())
	onLand := l.Weights.Weight(land)
	if l.Unspread != float64(missing) || math.Abs(onLand+l.Unspread-float64(all)) > 1 || math.Abs(onLand-l.Total) > 1e-3 {
		t.Errorf("%f on the land, %f in the layer, %f left out, of %d", onLand, l.Total, l.Unspread, all)
	}
}

// The built-in territory knows where few communes are: the inhabitants of the
// others are spread over their département, so none is left out.
func TestApproximatePopulation(t *testing.T) {
	t.Parallel()
	land := line.Set{{Lo: 1000, Hi: 1010}, {Lo: 1020, Hi: 1030}}
	g := territory.New([]inventory.Unit{
		{Kind: inventory.Departement, Code: "18", Name: "Cher", Located: true, Cells: land},
		{Kind: inventory.Commune, Code: "18033", Name: "Bourges", Departement: "18", Population: 600, Located: true, Cells: land},
		{Kind: inventory.Commune, Code: "18001", Name: "Achères", Departement: "18", Population: 300},
	})
	for approximate, want := range map[bool][2]float64{true: {900, 0}, false: {600, 300}} {
		l, err := populationOf(inventory.Territory{Approximate: approximate}, g)
		if err != nil {
			t.Fatal(err)
		}
		if got := [2]float64{l.Total, l.Unspread}; got != want {
			t.Errorf("approximate %v: %v spread and left out, want %v", approximate, got, want)
		}
	}
}

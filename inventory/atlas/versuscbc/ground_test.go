package versuscbc

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"maillage/geo/layer"
	"maillage/geo/line"
	"maillage/geo/plan"
	"maillage/inventory"
	"maillage/inventory/atlas"
	"maillage/inventory/atlas/atlastest"
)

// covered is the world, and what its members collect.
type covered struct {
	*atlastest.World
	pool   line.Set
	land   line.Set // all of it
	people *layer.Layer
	pops   []orb.Point
	open   []*inventory.Unit // communes of which nothing is collected
}

func ground(t *testing.T, w *atlastest.World) *covered {
	t.Helper()
	a, err := atlas.Open(t.Context(), w.Store, nil)
	if err != nil {
		t.Fatal(err)
	}
	p := a.Now()
	l, err := p.Layer("")
	if err != nil {
		t.Fatal(err)
	}
	k := &covered{World: w, people: l.Weights}
	if k.land, err = p.Land(""); err != nil {
		t.Fatal(err)
	}
	rows, err := w.Pool.Query(t.Context(), "SELECT cells FROM zone ORDER BY member, code")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var sets []line.Set
	for rows.Next() {
		var s line.Set
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		sets = append(sets, s)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	k.pool = line.UnionAll(sets)
	for _, u := range w.Communes {
		if line.Overlap(u.Cells, k.pool) == 0 {
			k.open = append(k.open, u)
		}
	}
	places, err := w.Pool.Query(t.Context(), "SELECT ST_X(position), ST_Y(position) FROM pop")
	if err != nil {
		t.Fatal(err)
	}
	defer places.Close()
	for places.Next() {
		var p orb.Point
		if err := places.Scan(&p[0], &p[1]); err != nil {
			t.Fatal(err)
		}
		k.pops = append(k.pops, p)
	}
	if err := places.Err(); err != nil {
		t.Fatal(err)
	}
	return k
}

const radiusKM = 10

// byCommune has the communes that nobody collects as demand, each whole, and a
// circle around each of their centres as candidate.
func (k *covered) byCommune() *plan.Problem {
	p := &plan.Problem{}
	for _, u := range k.open {
		p.Weights = append(p.Weights, float64(u.Population))
	}
	for _, u := range k.open {
		c := plan.Candidate{Code: u.Code, Cost: plan.NoCost}
		for e, v := range k.open {
			if math.Abs(u.Centre[1]-v.Centre[1]) < 0.1 && geo.DistanceHaversine(u.Centre, v.Centre) <= radiusKM*1000 {
				c.Elements = append(c.Elements, int32(e))
			}
		}
		p.Candidates = append(p.Candidates, c)
	}
	return p
}

// onCells has the people on cells that nobody collects as demand, and a circle
// around every commune of metropolitan France as candidate.
func (k *covered) onCells(t *testing.T) *plan.Problem {
	t.Helper()
	var places []plan.Place
	for _, u := range k.Communes {
		places = append(places, plan.Place{Code: u.Code, Seat: u.Centre})
	}
	discs, err := plan.Discs(places, radiusKM, nil)
	if err != nil {
		t.Fatal(err)
	}
	return &plan.Problem{Demand: k.demand(), Candidates: discs}
}

func (k *covered) demand() []plan.Demand {
	return []plan.Demand{{Cells: k.pool.Complement(k.land), Layer: k.people, Factor: 1}}
}

// byEPCI has the same demand, all of France, and each EPCI as candidate: a door,
// a link from its centre to the nearest PoP, five years' rent.
func (k *covered) byEPCI(t *testing.T) *plan.Problem {
	t.Helper()
	model := plan.CostModel{DoorEUR: 15_000, PerKMEUR: 1170, MonthlyEUR: 250, Months: 60}
	const farKM = 300 // overseas: no link is dug across the sea
	pops := plan.PlacesOf(k.pops)
	p := &plan.Problem{Demand: k.demand()}
	for _, u := range k.Gazetteer.Units(inventory.EPCI) {
		cost, err := model.Cost(min(farKM, pops.Nearest(u.Centre)))
		if err != nil {
			t.Fatal(err)
		}
		p.Candidates = append(p.Candidates, plan.Candidate{Code: u.Code, Cells: u.Cells, Cost: cost})
	}
	return p
}

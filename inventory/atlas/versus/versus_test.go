package versus

import (
	"context"
	"flag"
	"math"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"maillage/geo/atom"
	"maillage/geo/raster"
	"maillage/inventory"
	"maillage/inventory/atlas"
	"maillage/inventory/atlas/atlastest"
	"maillage/inventory/territory/territorytest"
)

var (
	asked = flag.Bool("versus", false, "time the atlas against PostGIS; many minutes")
	write = flag.Bool("write", false, "put the table into docs/benchmarks.md")
	alone = flag.Bool("alone", false, "time the atlas only, without PostGIS: a few minutes")
	limit = flag.Duration("limit", time.Minute, "the longest that PostGIS may take for one statement at ten times the zones; 0: it is not asked")
)

const seed = 20260

// result is what was measured of one size of inventory.
type result struct {
	size                    atlastest.Size
	overlaps, gap, communes duel
	raster                  spent
	shapes                  int // polygons rasterised
	open, ready, change     spent
	calls                   flow
	ourTiles, theirTiles    twice
	tilesState              string // of theirs, when they are no figures
	memory                  memory
	differ                  difference
	fill, prepare           time.Duration
}

// duel is one question asked both ways.
type duel struct {
	ours   spent
	theirs time.Duration
	state  string // of theirs, when it is no time
}

// difference is how far cells are from geometry.
type difference struct {
	overlaps, gap, communes float64 // of the sums, relative
	commune                 float64 // the worst share of a commune that a member covers
	where                   string
}

// TestVersus times both ways. What it finds slow is told, and fails nothing.
func TestVersus(t *testing.T) {
	if !*asked {
		t.Skip("takes many minutes: go test ./inventory/atlas/versus -run TestVersus -timeout 80m -args -versus, or make bench")
	}
	url, real := territorytest.Real(t)
	sizes := []atlastest.Size{{Members: 60, Zones: 12, Communes: 264}, {Members: 60, Zones: 120, Communes: 264}}
	if !real {
		url, sizes = territorytest.Small(t), []atlastest.Size{{Members: 6, Zones: 3, Communes: 2}, {Members: 6, Zones: 30, Communes: 2}}
	}
	b := bench{real: real, began: time.Now(), before: thisMachine(runtime.NumCPU()), commit: commit(t.Context())}
	for i, s := range sizes {
		if i > 0 { // each inventory in a database of its own
			if real {
				url, _ = territorytest.Real(t)
			} else {
				url = territorytest.Small(t)
			}
		}
		w := open(t, url, s)
		b.versions = w.versions(t)
		patience := time.Duration(0)
		if i > 0 {
			patience = *limit
		}
		b.results = append(b.results, w.measure(t, patience, i == 0 || *limit > 0))
		t.Logf("%+v", b.results[i]) // a long run that breaks off has not been for nothing
		w.Close()
	}
	b.after = thisMachine(runtime.NumCPU())
	t.Logf("\n%s\n%s", b.preamble(), b.table().text())
	if *write {
		if err := b.write(filepath.Join("..", "..", "..", "docs", "benchmarks.md")); err != nil {
			t.Fatal(err)
		}
	}
}

// measure fills the database and asks it everything, PostGIS too if it is to be
// asked, for so long at most (0: as long as it takes).
func (w *world) measure(t *testing.T, patience time.Duration, askPostGIS bool) result {
	t.Helper()
	r := result{size: w.Size}
	r.fill = once(func() { w.Fill(t, seed) }).wall
	t.Logf("%s: written in %v", w.Size, r.fill.Round(time.Second))
	w.measureOurs(t, &r)
	t.Logf("%s: ours is measured", w.Size)
	if askPostGIS && !*alone {
		r.prepare = once(func() { w.measureTheirs(t, &r, patience) }).wall
		t.Logf("%s: PostGIS is measured, in %v", w.Size, r.prepare.Round(time.Second))
	} else {
		r.overlaps.state, r.gap.state, r.communes.state = "not run", "not run", "not run"
		r.tilesState = "not run"
	}
	return r
}

const runs = 5

func (w *world) measureOurs(t *testing.T, r *result) {
	var a *atlas.Atlas
	r.open = least(3, func(int) { a = w.opened(t) })
	r.ready = least(3, func(int) {
		a = w.opened(t)
		if err := answerAll(t.Context(), a.Now()); err != nil {
			t.Fatal(err)
		}
	})
	r.memory = w.resident(t)

	p := a.Now()
	// A viewer that has asked nothing yet finds nothing made.
	cold := 0
	newcomer := func() inventory.Viewer {
		cold++
		return inventory.Viewer{Role: inventory.RoleBureau, Member: w.Member(cold - 1)}
	}
	r.overlaps.ours = least(runs, func(int) { ourOverlaps(t, p, newcomer()) })
	zones := w.cells(t)
	r.gap.ours = least(runs, func(int) { ourGap(t, p, zones) })
	x := newIndex(w)
	var sum float64
	r.communes.ours = least(runs, func(int) {
		ourCommunes(t, p, newcomer(), x, func(_ *inventory.Unit, _ string, a atom.Amount) { sum += a.KM2() })
	})
	r.raster, r.shapes = w.rasterise(t)
	r.calls = mixed(t, p, seed)
	r.ourTiles = w.ourTiles(t, p, w.tilesOf(seed))

	if err := answerAll(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	const changes = 9
	var spentOn []spent
	for run := range changes {
		w.redraw(t, run)
		spentOn = append(spentOn, once(func() {
			if err := a.Refresh(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := answerAll(t.Context(), a.Now()); err != nil {
				t.Fatal(err)
			}
		}))
	}
	r.change = middle(spentOn)
}

func (w *world) measureTheirs(t *testing.T, r *result, patience time.Duration) {
	c := w.prepare(t, patience)
	defer c.Release()
	ours := w.ours(t)
	ask := func(d *duel, question string, first ...[]string) map[[2]string]float64 {
		var rows map[[2]string]float64
		ok := false
		d.theirs = once(func() { rows, ok = c.ask(t, question, first...) }).wall
		if !ok {
			d.state = "> " + patience.String()
		}
		return rows
	}
	tiles, ok := w.theirTiles(t, w.tilesOf(seed), patience)
	if r.theirTiles = tiles; !ok {
		r.tilesState = "> " + patience.String()
	}
	overlaps := ask(&r.overlaps, overlapsSQL, united, pieces)
	gap := ask(&r.gap, gapSQL)
	communes := ask(&r.communes, communesSQL, united, pieces)
	if r.overlaps.state+r.gap.state+r.communes.state == "" {
		areas, _ := c.ask(t, `SELECT code, '', area / 1e6 FROM versus_commune`)
		r.differ = w.compare(ours, overlaps, gap, communes, areas)
	}
}

// opened is a fresh atlas.
func (w *world) opened(tb testing.TB) *atlas.Atlas {
	tb.Helper()
	a, err := atlas.Open(context.Background(), w.Store, nil)
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

// rasterise makes the cells of every commune, overseas too, on one core.
func (w *world) rasterise(tb testing.TB) (spent, int) {
	tb.Helper()
	var r raster.Rasterizer
	n := 0
	took := least(3, func(int) {
		n = 0
		for _, u := range w.Gazetteer.Units(inventory.Commune) {
			if !u.Located {
				continue
			}
			if _, err := r.MultiPolygon(w.Shapes[u.Code]); err != nil {
				tb.Fatalf("%s: %v", u.Code, err)
			}
			n++
		}
	})
	return took, n
}

// compare tells how far our figures are from those of geometry.
func (w *world) compare(ours answers, overlaps, gap, communes, areas map[[2]string]float64) difference {
	var d difference
	d.overlaps = apart(sum(ours.overlaps), sum(overlaps))
	d.gap = apart(ours.gap, sum(gap))
	d.communes = apart(sum(ours.communes), sum(communes))
	for _, u := range w.Communes {
		for i := range w.Size.Members {
			m := w.Member(i)
			exact := communes[[2]string{u.Code, m}]
			got, land := ours.communes[cross{u.Code, m}], u.Cells.KM2()
			if land == 0 {
				continue // smaller than a cell
			}
			if off := math.Abs(got/land - exact/areas[[2]string{u.Code, ""}]); off > d.commune {
				d.commune, d.where = off, u.Code+" "+u.Name
			}
		}
	}
	return d
}

func sum[K comparable](m map[K]float64) (total float64) {
	for _, v := range m {
		total += v
	}
	return total
}

func apart(ours, exact float64) float64 {
	if exact == 0 {
		return 0
	}
	return math.Abs(ours-exact) / exact
}

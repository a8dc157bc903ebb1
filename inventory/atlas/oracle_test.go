package atlas

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"maillage/geo/line"
	"maillage/inventory"
)

// Every answer, for random inventories, filters and viewers, against maps that
// hold one entry a cell and know nothing of sets or atoms.
func TestAnswersAgainstCells(t *testing.T) {
	t.Parallel()
	for seed := range uint64(250) {
		rnd := rand.New(rand.NewPCG(seed, 31))
		w := newWorld(rnd)
		for range 6 {
			v, f := randomViewer(rnd, w), randomFilter(rnd, w)
			name := fmt.Sprintf("seed %d, viewer %v, filter %+v", seed, v, f)
			o := newOracle(w, v, f)
			checkCoverage(t, name, w, o, v, f)
			checkOverlaps(t, name, w, o, v, f)
			checkGaps(t, name, w, o, v, f)
			checkOpenings(t, name, w, o, v, f)
			if t.Failed() {
				return
			}
		}
	}
}

func randomViewer(rnd *rand.Rand, w *world) inventory.Viewer {
	roles := []inventory.Role{inventory.RoleOperator, inventory.RoleOperator, inventory.RoleBureau, inventory.RoleSales, inventory.RoleVisitor}
	v := inventory.Viewer{Role: roles[rnd.IntN(len(roles))]}
	if v.Role == inventory.RoleSales {
		v.Member = w.members[rnd.IntN(len(w.members))].Slug
	}
	return v
}

func randomFilter(rnd *rand.Rand, w *world) inventory.Filter {
	f := inventory.Filter{Unit: []string{"", inventory.Commune, inventory.EPCI, inventory.Departement}[rnd.IntN(4)]}
	if rnd.IntN(3) == 0 {
		for _, m := range w.members {
			if m.Status == inventory.MemberActive && rnd.IntN(2) == 0 {
				f.Members = append(f.Members, m.Slug)
			}
		}
	}
	if rnd.IntN(2) == 0 {
		f.Technologies = []inventory.Technology{inventory.Technologies[rnd.IntN(6)]}
	}
	if rnd.IntN(2) == 0 {
		f.Statuses = []inventory.Status{inventory.Planned, inventory.Operational}[:1+rnd.IntN(2)]
	}
	if rnd.IntN(3) == 0 {
		f.Territory = "mayotte"
	}
	return f
}

// oracle is who covers each cell of the land that the filter asks about.
type oracle struct {
	by    map[int32]map[string]bool
	own   map[string]map[int32]bool // each member's reach, as the viewer sees it
	names []string                  // of the pool
	land  []int32
	unit  func(cell int32) string // code of the unit of the filter's kind
}

func newOracle(w *world, v inventory.Viewer, f inventory.Filter) *oracle {
	o := &oracle{by: map[int32]map[string]bool{}, own: map[string]map[int32]bool{}}
	mayotte, _ := line.ByCode("mayotte")
	for cell := range w.commune {
		if f.Territory == "" || cell >= mayotte.Offset && cell < mayotte.End() {
			o.land = append(o.land, cell)
			o.by[cell] = map[string]bool{}
		}
	}
	own := party{v.Member, w.status(v.Member)}
	nameless := false
	for _, z := range w.zones {
		s := visible(v, own, party{z.Member, w.status(z.Member)}, z.Audience)
		if (len(f.Technologies) > 0 && !slices.Contains(z.Technologies, f.Technologies[0])) ||
			(len(f.Statuses) == 0 && z.Status != inventory.Operational) ||
			(len(f.Statuses) > 0 && !slices.Contains(f.Statuses, z.Status)) {
			continue
		}
		inPool := w.status(z.Member) == inventory.MemberActive && z.Audience != inventory.AudiencePrivate && z.Audience != inventory.AudienceBureau
		chosen := len(f.Members) == 0 || slices.Contains(f.Members, z.Member)
		for cell := range cellsOf(z.Cells) {
			if o.by[cell] == nil {
				continue
			}
			if s >= named {
				if o.own[z.Member] == nil {
					o.own[z.Member] = map[int32]bool{}
				}
				o.own[z.Member][cell] = true
			}
			switch {
			case inPool && chosen && s >= named:
				o.by[cell][z.Member] = true
			case inPool && s == covered && len(f.Members) == 0:
				o.by[cell][Partner] = true
			}
		}
		nameless = nameless || inPool && s == covered && len(f.Members) == 0
	}
	for _, m := range w.members {
		if m.Status == inventory.MemberActive && (len(f.Members) == 0 || slices.Contains(f.Members, m.Slug)) {
			o.names = append(o.names, m.Slug)
		}
	}
	if nameless {
		o.names = append(o.names, Partner)
	}
	o.unit = func(cell int32) string {
		u := w.commune[cell]
		switch f.Unit {
		case inventory.EPCI:
			return fmt.Sprintf("2%c%d", u.Code[1], int(u.Code[4]-'0')/3)
		case inventory.Departement:
			return fmt.Sprint(974 + 2*int(u.Code[1]-'0'))
		}
		return u.Code
	}
	return o
}

func cellsOf(s line.Set) map[int32]bool {
	out := map[int32]bool{}
	for _, iv := range s {
		for c := iv.Lo; c < iv.Hi; c++ {
			out[c] = true
		}
	}
	return out
}

// cellKM2 is the area of one cell.
func cellKM2(cell int32) float64 { return line.KM2(line.Area(cell, cell+1)) }

// sum adds up the cells of the land that want takes, by unit; "" is all.
func (o *oracle) sum(w *world, want func(cell int32) bool) map[string]Amount {
	out := map[string]Amount{}
	for _, cell := range o.land {
		if want(cell) {
			for _, u := range []string{"", o.unit(cell)} {
				a := out[u]
				out[u] = Amount{a.KM2 + cellKM2(cell), a.Weight + w.weight[cell]}
			}
		}
	}
	return out
}

func part(a, whole Amount) Share {
	s := Share{Amount: a}
	if whole.Weight > 0 {
		s.Share = a.Weight / whole.Weight
	} else if whole.KM2 > 0 {
		s.Share = a.KM2 / whole.KM2
	}
	return s
}

var about = cmp.Options{cmpopts.EquateApprox(1e-9, 1e-6), cmpopts.EquateEmpty()}

func everything(int32) bool { return true }

func checkCoverage(t *testing.T, name string, w *world, o *oracle, v inventory.Viewer, f inventory.Filter) {
	t.Helper()
	got, err := w.picture.Coverage(v, f)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	whole := o.sum(w, everything)
	in := o.sum(w, func(c int32) bool { return len(o.by[c]) > 0 })
	out := o.sum(w, func(c int32) bool { return len(o.by[c]) == 0 })
	want := Coverage{Layer: Population, Territory: whole[""], Covered: part(in[""], whole[""]), Gap: part(out[""], whole[""])}
	depthMax := map[string]int{}
	for depth := 1; depth <= len(o.names); depth++ {
		by := o.sum(w, func(c int32) bool { return len(o.by[c]) == depth })
		if a, ok := by[""]; ok {
			want.ByDepth = append(want.ByDepth, DepthAmount{depth, a})
		}
		for u := range by {
			depthMax[u] = depth
		}
	}
	if f.Unit != "" {
		for _, u := range w.picture.Gazetteer().Units(f.Unit) {
			if a, ok := whole[u.Code]; ok {
				want.Units = append(want.Units, CoverageUnit{Code: u.Code, Name: u.Name, Amount: a, Covered: part(in[u.Code], a), DepthMax: depthMax[u.Code]})
			}
		}
	}
	if diff := cmp.Diff(want, got, about); diff != "" {
		t.Errorf("coverage, %s (-want +got):\n%s", name, diff)
	}
}

func checkOverlaps(t *testing.T, name string, w *world, o *oracle, v inventory.Viewer, f inventory.Filter) {
	t.Helper()
	got, err := w.picture.Overlaps(v, f)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	for i := 1; i < len(got.Pairs); i++ {
		if got.Pairs[i].KM2 > got.Pairs[i-1].KM2 {
			t.Errorf("overlaps, %s: pair %d is larger than the one before", name, i)
		}
	}
	want := Overlaps{Layer: Population}
	for i, a := range o.names {
		want.Members = append(want.Members, MemberAmount{a, o.sum(w, func(c int32) bool { return o.by[c][a] })[""]})
		for _, b := range o.names[i+1:] {
			if both := o.sum(w, func(c int32) bool { return o.by[c][a] && o.by[c][b] })[""]; both.KM2 > 0 {
				want.Pairs = append(want.Pairs, Pair{a, b, both})
			}
		}
	}
	byName := cmpopts.SortSlices(func(x, y Pair) bool { return x.A+" "+x.B < y.A+" "+y.B })
	if diff := cmp.Diff(want, got, about, byName); diff != "" {
		t.Errorf("overlaps, %s (-want +got):\n%s", name, diff)
	}
}

func checkGaps(t *testing.T, name string, w *world, o *oracle, v inventory.Viewer, f inventory.Filter) {
	t.Helper()
	got, err := w.picture.Gaps(v, f)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	for i := 1; i < len(got.Units); i++ {
		if a, b := got.Units[i-1].Gap, got.Units[i].Gap; b.Weight > a.Weight || b.Weight == a.Weight && b.KM2 > a.KM2 {
			t.Errorf("gaps, %s: unit %d is heavier than the one before", name, i)
		}
	}
	whole := o.sum(w, everything)
	out := o.sum(w, func(c int32) bool { return len(o.by[c]) == 0 })
	want := Gaps{Layer: Population, Territory: whole[""], Gap: part(out[""], whole[""])}
	for _, u := range w.picture.Gazetteer().Units(f.Unit) {
		if a, ok := out[u.Code]; ok {
			want.Units = append(want.Units, GapUnit{Code: u.Code, Name: u.Name, Amount: whole[u.Code], Gap: part(a, whole[u.Code])})
		}
	}
	byCode := cmpopts.SortSlices(func(x, y GapUnit) bool { return x.Code < y.Code })
	if diff := cmp.Diff(want, got, about, byCode); diff != "" {
		t.Errorf("gaps, %s (-want +got):\n%s", name, diff)
	}
}

func checkOpenings(t *testing.T, name string, w *world, o *oracle, v inventory.Viewer, f inventory.Filter) {
	t.Helper()
	for _, m := range w.members {
		got, err := w.picture.Openings(v, f, m.Slug)
		if !w.picture.knows(v, m) {
			if inventory.KindOf(err) != inventory.Invalid || strings.Contains(strings.TrimPrefix(err.Error(), "there is no member “"+m.Slug), m.Slug) {
				t.Errorf("openings of %s, %s: %v, want an error that does not know it", m.Slug, name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("openings of %s, %s: %v", m.Slug, name, err)
			continue
		}
		own := o.own[m.Slug]
		opened := o.sum(w, func(c int32) bool { return len(o.by[c]) > 0 && !own[c] })
		want := Openings{Layer: Population, Member: m.Slug, Opened: opened[""],
			Own:  o.sum(w, func(c int32) bool { return own[c] })[""],
			Pool: o.sum(w, func(c int32) bool { return len(o.by[c]) > 0 })[""],
		}
		partners := map[string][]string{}
		for _, p := range o.names {
			by := o.sum(w, func(c int32) bool { return o.by[c][p] && !own[c] })
			if a, ok := by[""]; ok {
				want.Partners = append(want.Partners, MemberAmount{p, a})
			}
			for u := range by {
				partners[u] = append(partners[u], p)
			}
		}
		for _, u := range w.picture.Gazetteer().Units(f.Unit) {
			if a, ok := opened[u.Code]; ok {
				want.Units = append(want.Units, OpeningUnit{Code: u.Code, Name: u.Name, Amount: a, Partners: partners[u.Code]})
			}
		}
		heaviestFirst(t, name, got)
		diff := cmp.Diff(want, got, about, cmpopts.SortSlices(func(x, y OpeningUnit) bool { return x.Code < y.Code }),
			cmpopts.SortSlices(func(x, y MemberAmount) bool { return x.Member < y.Member }), cmpopts.SortSlices(strings.Compare))
		if diff != "" {
			t.Errorf("openings of %s, %s (-want +got):\n%s", m.Slug, name, diff)
		}
	}
}

func heaviestFirst(t *testing.T, name string, o Openings) {
	t.Helper()
	sorted := func(n int, at func(int) Amount) bool {
		for i := 1; i < n; i++ {
			if a, b := at(i-1), at(i); b.Weight > a.Weight || b.Weight == a.Weight && b.KM2 > a.KM2+1e-9 {
				return false
			}
		}
		return true
	}
	if !sorted(len(o.Units), func(i int) Amount { return o.Units[i].Amount }) ||
		!sorted(len(o.Partners), func(i int) Amount { return o.Partners[i].Amount }) {
		t.Errorf("openings of %s, %s: not the heaviest first", o.Member, name)
	}
}

// Sums that must hold whatever the inventory is.
func TestAnswersAddUp(t *testing.T) {
	t.Parallel()
	near := func(a, b float64) bool { return math.Abs(a-b) <= 1e-6*(1+math.Abs(a)) }
	for seed := range uint64(100) {
		rnd := rand.New(rand.NewPCG(seed, 37))
		w := newWorld(rnd)
		v, f := inventory.Operator("test"), randomFilter(rnd, w)
		f.Unit = inventory.Commune
		c, err := w.picture.Coverage(v, f)
		if err != nil {
			t.Fatal(err)
		}
		var depths, units Amount
		for _, d := range c.ByDepth {
			depths.KM2 += d.KM2
			depths.Weight += d.Weight
		}
		for _, u := range c.Units {
			units.KM2 += u.Covered.KM2
			units.Weight += u.Covered.Weight
		}
		if !near(depths.KM2, c.Covered.KM2) || !near(depths.Weight, c.Covered.Weight) || !near(units.KM2, c.Covered.KM2) ||
			!near(units.Weight, c.Covered.Weight) || !near(c.Covered.KM2+c.Gap.KM2, c.Territory.KM2) {
			t.Fatalf("seed %d: depths %v, units %v, covered %v, gap %v, territory %v", seed, depths, units, c.Covered, c.Gap, c.Territory)
		}
	}
}

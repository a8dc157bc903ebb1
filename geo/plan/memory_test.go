package plan

import (
	"slices"
	"testing"
)

// What fills the last cents of a budget wins little for them: the price of a euro
// is that of the picks before it.
func TestMarginLeavesTheLastTenthOut(t *testing.T) {
	pr, err := Prepare(&Problem{
		Weights: []float64{1000, 900, 1},
		Candidates: []Candidate{
			{Code: "a", Elements: []int32{0}, Cost: 10_000},
			{Code: "b", Elements: []int32{1}, Cost: 10_000},
			{Code: "filler", Elements: []int32{2}, Cost: 1_000},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	l, err := pr.limit(Spend(21_000))
	if err != nil {
		t.Fatal(err)
	}
	s := newSolver(t.Context(), pr, l, Options{})
	got, want := s.marginOf([]int32{0, 1, 2}), merit(pr.free.value[1], 10_000, true)
	if got != want {
		t.Errorf("the last euro wins %g, want %g: what “b” wins by the euro", got, want)
	}
	if l, err = pr.limit(Zones(3)); err != nil {
		t.Fatal(err)
	}
	s = newSolver(t.Context(), pr, l, Options{})
	if got := s.marginOf([]int32{0, 1, 2}); got != float64(pr.free.value[2]) {
		t.Errorf("the last place wins %g, want %d: what the last pick wins", got, pr.free.value[2])
	}
}

func TestMemoryStaysSpread(t *testing.T) {
	var m memory
	for i := range keepPrices {
		m.put(priced{margin: float64(int(1) << i)})
	}
	for range 3 * keepPrices { // a budget moved back and forth
		m.put(priced{margin: 4.1})
	}
	margins := make([]float64, len(m.kept))
	for i, p := range m.kept {
		margins[i] = p.margin
	}
	slices.Sort(margins)
	if want := []float64{1, 2, 4.1, 8, 16, 32, 64, 128}; !slices.Equal(margins, want) {
		t.Errorf("kept %v, want %v: moves about one budget pushed the others out", margins, want)
	}
	if _, ok := m.nearest(500, false, false); !ok {
		t.Error("128 is near enough to 500")
	}
	if _, ok := m.nearest(128*nearEnough*2, false, false); ok {
		t.Error("nothing is near enough")
	}
	if _, ok := m.nearest(8, true, false); ok {
		t.Error("prices in zones taken for those in money")
	}
}

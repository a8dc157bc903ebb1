package plan

import "testing"

// TestFairBoundIsLoose shows what docs/plan.md says of a fair plan's bound: it
// allows for half of one plan and half of another, so that a plan than which none is
// better stands below it.
func TestFairBoundIsLoose(t *testing.T) {
	t.Parallel()
	p := &Problem{
		Weights:    []float64{10, 10},
		Candidates: []Candidate{{Code: "a", Elements: []int32{0}}, {Code: "b", Elements: []int32{1}}},
		Objective:  Leximin,
		Members:    []Member{{Name: "a", Elements: []int32{0}, Base: 90}, {Name: "b", Elements: []int32{1}, Base: 90}},
	}
	r := solved(t, p, Zones(1)) // either leaves one member with its 90
	if r.Value != 90 || r.Optimal || r.Bound < 95 || r.Bound > 95.1 {
		t.Errorf("value %v, bound %v, optimal %v: want 90, 95 (half of each) and not proven", r.Value, r.Bound, r.Optimal)
	}
	if r = solved(t, p, Zones(2)); r.Value != 100 || r.Bound < 100 || r.Bound > 100.1 {
		t.Errorf("value %v, bound %v: want 100 and hardly more", r.Value, r.Bound)
	}
}

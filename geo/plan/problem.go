package plan

import (
	"maillage/geo/layer"
	"maillage/geo/line"
)

// Problem is what there is to win and what can be chosen. It is read by Prepare
// and not changed; its sets and layers must not change while a Prepared of it is
// in use.
type Problem struct {
	// Candidates may be chosen, each at most once.
	Candidates []Candidate
	// Demand is what there is to win on the line: the sum of its parts. It is
	// nil where Weights says what there is to win.
	Demand []Demand
	// Weights are what there is to win by element, where candidates cover
	// Elements (communes, sites …) rather than cells. A weight is 0 or more.
	Weights []float64
	// Objective says how what is covered counts. The zero value is Reach.
	Objective Objective
	// Members are those for whom something opens: of use to every objective but
	// Reach, which ignores them.
	Members []Member
	// Groups limit how many of some candidates are chosen.
	Groups []Group
}

// Demand is a weight on the line, counted where Cells says: land that nobody
// collects, for a first path; land that one member collects, for a second.
type Demand struct {
	Cells  line.Set
	Layer  *layer.Layer
	Factor float64 // what a unit of weight is worth; more than 0
}

// Candidate is something that can be opened.
type Candidate struct {
	Code     string
	Cells    line.Set // what it covers, where the problem has a Demand
	Elements []int32  // what it covers, where the problem has Weights; any order
	Cost     Cents    // NoCost when unknown; needed where the budget is in euros
	Choice   Choice
}

// Choice is what is decided of a candidate beforehand.
type Choice int

// Choices.
const (
	Free     Choice = iota
	Excluded        // not to be chosen
	Required        // chosen whatever it brings; counts in budget, groups and value
	Given           // decided already: its land is covered, it costs nothing, it is no pick
)

// Member is one for whom candidates open something.
type Member struct {
	Name string
	// What counts for it, the part of the demand that would be an opening for it:
	// all, or these cells or elements.
	All      bool
	Cells    line.Set
	Elements []int32
	// Own are indexes of candidates that open nothing for it, being its own.
	Own []int
	// Base is what it has before anything is chosen, in units of weight: where
	// fairness starts from. Proportional needs more than 0; 0 stands for 1.
	Base float64
}

// Group limits how many of its candidates are chosen: of a département, of a
// supplier. Groups may overlap.
type Group struct {
	Name       string
	Candidates []int // indexes
	Max        int   // 0 or more
}

// Objective says how what is covered counts.
type Objective int

const (
	// Reach is the weight covered, each part once.
	Reach Objective = iota
	// Openings is the weight covered, each part once for every member that it
	// opens to.
	Openings
	// Leximin puts the member first that gains least (Base included), then the
	// next … Value and bound are of the least.
	Leximin
	// Proportional is the geometric mean of what members have in the end (Base
	// included): Nash's bargaining solution, "proportional fairness".
	Proportional
)

// linear tells whether what is won is a sum over what is covered.
func (o Objective) linear() bool { return o == Reach || o == Openings }

// Limits of a problem: more is refused by Prepare.
const (
	MaxCandidates = 200_000
	MaxElements   = 20_000_000
	MaxIntervals  = 50_000_000
	MaxMembers    = 1_000
)

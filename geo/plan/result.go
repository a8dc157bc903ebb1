package plan

import "time"

// Options say how long to look and what to tell meanwhile.
type Options struct {
	// Time is how long to look: 0 is until the work is done (Steps). The first
	// answer always comes, however little time there is.
	Time time.Duration
	// Steps limits the steps of the bound: 0 is the usual 20,000. Where Time does
	// not end the work first, the same problem, budget, steps and seed give the
	// same result to the last digit, on any machine.
	Steps int
	// Gap is enough: the work ends when the bound stands no further than this
	// above the value, relative to the bound. 0 works until the optimum is proven.
	Gap float64
	// Seed decides between equals and where the search shakes its plan.
	Seed uint64
	// Warm begins with what earlier answers of the same Prepared have learnt: for
	// a budget that is being moved. The answer is as sound but depends on them.
	Warm bool
	// Progress is told of each better value or bound, from the goroutine that
	// called Solve. It must be quick.
	Progress func(Progress)
}

// Progress is where the work stands.
type Progress struct {
	Steps        int
	Value, Bound float64 // as in Result
	Share        float64
	Elapsed      time.Duration
}

// Result is a plan with its certificate.
type Result struct {
	// Picks in the order in which they win most: required ones first.
	Picks []Pick
	// Value is what the plan wins by its objective, in units of weight.
	Value float64
	// Bound is what no plan under the same conditions can exceed. For a Target
	// it is the least cost that any plan must have, in euros, and Value the
	// plan's cost in euros.
	Bound float64
	// Share is Value/Bound ("at least 99.3 % of the best possible"); for a
	// Target, Bound/Value. It is 1 where there is nothing to win.
	Share float64
	// Optimal tells that no plan has a better Value.
	Optimal bool
	// Won is the weight covered (times members, for Openings; the sum over
	// members for the fair objectives), and Winnable what all candidates but the
	// excluded would cover together, required ones included.
	Won, Winnable float64
	// Cost is the sum of the picks' costs, unknown ones as 0; CostKnown tells
	// that none was unknown.
	Cost      Cents
	CostKnown bool
	// Members is what opens for each member, Base not included; nil for Reach.
	Members []float64
	// Knee is how many picks lead to the bend of the plan's own curve of value
	// against what is spent (picks, where a cost is unknown); 0: it has none.
	Knee int
	// Steps taken for the bound, and why the work ended.
	Steps int
	Ended Ended
}

// Pick is one choice of a plan.
type Pick struct {
	Candidate int // index in the problem
	Required  bool
	Gain      float64 // of Value, by adding it to those before it
	Cumulated float64 // Value up to it
	Cost      Cents   // NoCost when unknown
	Spent     Cents   // up to it
	// Members is what it adds for each member; nil for Reach.
	Members []float64
}

// Ended says why the work ended.
type Ended string

// Why work ends.
const (
	EndedOptimal Ended = "optimal" // nothing better exists
	EndedGap     Ended = "gap"     // close enough, as asked
	EndedSteps   Ended = "steps"   // all steps taken
	EndedStill   Ended = "still"   // neither plan nor bound moves any more
	EndedTime    Ended = "time"    // the time was up
	EndedStopped Ended = "stopped" // the caller's context ended
)

package plan

import "slices"

// Prepared is a problem read and cut into atoms, ready for any budget. It is
// safe for concurrent use.
type Prepared struct {
	problem   *Problem
	unit      unit
	classes   *classes
	free      *instance // what may be chosen, and what the forced leave to win
	forced    []forced  // required candidates, in order of their index
	base      int64     // what the required win
	extent    int64     // what all but the excluded win, required included, given not
	within    [][]int32 // the groups of each candidate
	memory    memory
	envelopes envelopes
	blanks    blanks
	ranks     [2]ranks // by gain, and by gain per cost
}

// forced is a required candidate and what it adds to those before it.
type forced struct {
	candidate int
	gain      int64
	classes   []int64 // by class
}

// Prepare checks a problem and cuts its demand into atoms. The error says what
// is wrong with the problem, by code.
func Prepare(p *Problem) (*Prepared, error) {
	if err := p.valid(); err != nil {
		return nil, err
	}
	pr := &Prepared{problem: p, classes: newClasses()}
	all := pr.compile()
	pr.within = make([][]int32, len(p.Candidates))
	for g := range p.Groups {
		for _, c := range p.Groups[g].Candidates {
			pr.within[c] = append(pr.within[c], int32(g))
		}
	}
	pr.force(all)
	return pr, nil
}

// compile cuts the demand into atoms: one row of them for all members together,
// and one for each member who owns candidates, without those.
func (pr *Prepared) compile() *instance {
	p := pr.problem
	row := pr.rows()
	var weights []float64
	in := &instance{first: []int32{0}}
	at := make([]int32, len(row))
	for b, a := range row {
		at[b] = int32(len(weights))
		for e, w := range a.weight {
			if p.Objective == Openings {
				w *= float64(len(pr.classes.members[a.class[e]]))
			}
			weights = append(weights, w)
		}
		in.class = append(in.class, a.class...)
	}
	in.weight, pr.unit = whole(weights)
	for i := range p.Candidates {
		if p.Candidates[i].Choice == Excluded {
			continue
		}
		begin := len(in.runs)
		for b := range row {
			for _, r := range row[b].runs[i] {
				in.runs = appendRun(in.runs, begin, run{r.lo + at[b], r.hi + at[b]})
			}
		}
		in.first = append(in.first, int32(len(in.runs)))
		in.id = append(in.id, int32(i))
	}
	if p.Objective == Reach {
		in.class = nil
	}
	in.weigh()
	return in
}

// rows cuts the demand once for each row of atoms.
func (pr *Prepared) rows() []atoms {
	p := pr.problem
	cut := func(use func(int) bool, markets []market) atoms {
		if p.Weights != nil {
			return cutElements(p.Weights, p.Candidates, use, markets, pr.classes)
		}
		return cutLine(p.Demand, p.Candidates, use, markets, pr.classes)
	}
	counts := func(i int) bool { return p.Candidates[i].Choice != Excluded }
	if p.Objective == Reach {
		return []atoms{cut(counts, nil)}
	}
	var rows []atoms
	var together []market
	for i := range p.Members {
		m := &p.Members[i]
		if m.All {
			m = &Member{All: true, Own: m.Own}
		}
		k := market{member: int32(i), all: m.All, cells: m.Cells, sorted: slices.Compact(slices.Clone(ordered(m.Elements)))}
		if len(m.Own) == 0 {
			together = append(together, k)
			continue
		}
		own := map[int]bool{}
		for _, c := range m.Own {
			own[c] = true
		}
		rows = append(rows, cut(func(i int) bool { return counts(i) && !own[i] }, []market{k}))
	}
	if together != nil {
		rows = append(rows, cut(counts, together))
	}
	return rows
}

// force takes out what given and required candidates cover.
func (pr *Prepared) force(all *instance) {
	p := pr.problem
	done := make([]bool, all.elements())
	for e, w := range all.weight {
		done[e] = w == 0
	}
	take := func(c int32) (gain int64, byClass []int64) {
		if all.class != nil {
			byClass = make([]int64, len(pr.classes.members))
		}
		for _, r := range all.of(c) {
			for e := r.lo; e < r.hi; e++ {
				if done[e] {
					continue
				}
				done[e] = true
				gain += all.weight[e]
				if byClass != nil {
					byClass[all.class[e]] += all.weight[e]
				}
			}
		}
		return gain, byClass
	}
	var keep []int32
	for c := range all.id {
		if p.Candidates[all.id[c]].Choice == Given {
			take(int32(c))
		}
	}
	for c, id := range all.id {
		switch p.Candidates[id].Choice {
		case Required:
			gain, byClass := take(int32(c))
			pr.forced = append(pr.forced, forced{int(id), gain, byClass})
			pr.base += gain
		case Free:
			keep = append(keep, int32(c))
		}
	}
	pr.free, _ = all.restrict(keep, done)
	pr.extent = pr.base + pr.free.total()
}

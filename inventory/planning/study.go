package planning

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/paulmach/orb"

	"maillage/geo/line"
	"maillage/geo/plan"
	"maillage/inventory"
	"maillage/inventory/atlas"
)

// Study is a request made ready on one picture, for any budget. It is safe for
// concurrent use.
type Study struct {
	Candidates []Candidate
	Layer      atlas.Layer
	gap        line.Set // land that nobody collects
	prospects  []atlas.Prospect
	prepared   *plan.Prepared
	curves     curves
}

// NewStudy makes a request ready for a viewer, under its hypothesis if it has one.
// drafted are the zones of its list, for FromFile. Errors: inventory.Invalid, those
// of atlas.Picture.Suppose, and TooLarge for too many candidates.
func NewStudy(p *atlas.Picture, v inventory.Viewer, r Request, drafted []inventory.Zone) (*Study, error) {
	if err := r.Validate(); err != nil {
		return nil, err
	}
	f := r.filter()
	if h := r.Suppose; h != nil {
		q, joined, err := p.Suppose(v, atlas.Change{Remove: h.Remove, Candidates: h.Candidates, Set: h.Set})
		if err != nil {
			return nil, supposing(err)
		}
		if p = q; len(f.Members) > 0 { // those who join count whomever the request names
			f.Members = slices.Concat(f.Members, joined)
		}
	}
	m, err := p.Market(v, f)
	if err != nil {
		return nil, err
	}
	s := &Study{Layer: m.Layer, gap: m.Gap, prospects: m.Members}
	if s.Candidates, err = r.gather(p, v, m, drafted); err != nil {
		return nil, err
	}
	problem, err := s.problem(&r, m)
	if err != nil {
		return nil, err
	}
	if s.prepared, err = plan.Prepare(problem); err != nil {
		return nil, asInvalid(err)
	}
	return s, nil
}

// supposing is an error of a hypothesis, its fields named as in a request.
func supposing(err error) error {
	var e *inventory.Error
	if !errors.As(err, &e) || len(e.Fields) == 0 {
		return err
	}
	to := *e
	to.Fields = slices.Clone(e.Fields)
	for i := range to.Fields {
		to.Fields[i].Field = "suppose." + to.Fields[i].Field
	}
	return &to
}

// Weights returns what each candidate has, by the layer, of the land that nobody
// collects.
func (s *Study) Weights() []float64 {
	out := make([]float64, len(s.Candidates))
	var buffer line.Set
	for i := range s.Candidates {
		buffer = line.Intersect(buffer[:0], s.Candidates[i].Cells, s.gap)
		out[i] = s.Layer.Weights.Weight(buffer)
	}
	return out
}

// bytes is about how much memory a study takes: the solver keeps a copy of all
// intervals, and of what hangs together.
func (s *Study) bytes() int64 {
	n := int64(len(s.Candidates)) * 1000 // with the bounds of other budgets, 24 bytes in each of 48 at most
	for i := range s.Candidates {
		n += int64(len(s.Candidates[i].Cells)) * 40
	}
	return n
}

// problem states what there is to win and what can be chosen.
func (s *Study) problem(r *Request, m atlas.Market) (*plan.Problem, error) {
	out := &plan.Problem{Objective: objectives[r.Objective]}
	if !r.NoFirstPath {
		out.Demand = append(out.Demand, plan.Demand{Cells: m.Gap, Layer: m.Layer.Weights, Factor: 1})
	}
	if r.SecondPath > 0 {
		out.Demand = append(out.Demand, plan.Demand{Cells: m.Single, Layer: m.Layer.Weights, Factor: r.SecondPath})
	}
	at := map[string]int{}
	reach := map[string]line.Set{}
	for _, p := range m.Members {
		reach[p.Slug] = p.Own
	}
	out.Candidates = make([]plan.Candidate, len(s.Candidates))
	for i, c := range s.Candidates {
		if _, twice := at[c.Code]; twice {
			return nil, inventory.Errorf(inventory.Invalid, "repeated_code", "two candidates have the code “%s”", c.Code)
		}
		at[c.Code] = i
		// Its owner's own land is no second path.
		out.Candidates[i] = plan.Candidate{Code: c.Code, Cells: line.Subtract(nil, c.Cells, reach[c.Member]), Cost: c.Cost}
	}
	for _, choice := range []struct {
		field string
		codes []string
		to    plan.Choice
	}{{"require", r.Require, plan.Required}, {"exclude", r.Exclude, plan.Excluded}} {
		for _, code := range choice.codes {
			i, ok := at[code]
			if !ok {
				return nil, unknownCandidate(choice.field, code)
			}
			if out.Candidates[i].Choice != plan.Free && out.Candidates[i].Choice != choice.to {
				return nil, inventory.Errorf(inventory.Invalid, "required_and_excluded", "“%s” cannot be required and excluded at once", code)
			}
			out.Candidates[i].Choice = choice.to
		}
	}
	out.Members = s.members(r, m)
	out.Groups = s.groups(r.Caps)
	return out, nil
}

var objectives = map[string]plan.Objective{Reach: plan.Reach, Openings: plan.Openings, Fair: plan.Leximin, Proportional: plan.Proportional}

func unknownCandidate(field, code string) error {
	e := inventory.Errorf(inventory.Invalid, "unknown_candidate", "there is no candidate “%s”", code)
	e.Fields = []inventory.FieldError{{Field: field, Value: code, Code: e.Code, Message: "names codes of candidates"}}
	return e
}

// members are those for whom candidates open something: what they collect
// themselves opens nothing to them, nor do the zones that they plan.
func (s *Study) members(r *Request, m atlas.Market) []plan.Member {
	out := make([]plan.Member, len(m.Members))
	for i, p := range m.Members {
		one := plan.Member{Name: p.Slug, All: true, Base: p.Opened}
		demand := m.Gap
		if r.SecondPath > 0 {
			demand = line.Union(nil, m.Gap, m.Single)
		}
		if line.Overlap(p.Own, demand) > 0 {
			one.All, one.Cells = false, line.Subtract(nil, demand, p.Own)
		}
		for j, c := range s.Candidates {
			if c.Member == p.Slug {
				one.Own = append(one.Own, j)
			}
		}
		out[i] = one
	}
	return out
}

func (s *Study) groups(caps []Cap) []plan.Group {
	var out []plan.Group
	for _, c := range caps {
		of := map[string][]int{}
		for i := range s.Candidates {
			if name := s.Candidates[i].in(c.By); name != "" {
				of[name] = append(of[name], i)
			}
		}
		from := len(out)
		for name, list := range of {
			out = append(out, plan.Group{Name: c.By + " " + name, Candidates: list, Max: c.Max})
		}
		slices.SortFunc(out[from:], func(a, b plan.Group) int { return cmp.Compare(a.Name, b.Name) })
	}
	return out
}

func (c *Candidate) in(by string) string {
	switch by {
	case ByDepartement:
		return c.Departement
	case BySupplier:
		return c.Supplier
	}
	return c.Member
}

// Fits tells whether a budget can be asked of the candidates: one in euros, or a
// share to reach at the least cost, needs the cost of each that may be chosen.
func (s *Study) Fits(b Budget, exclude []string) error {
	if b.EUR == nil && b.Share == nil {
		return nil
	}
	for i := range s.Candidates {
		if c := &s.Candidates[i]; c.Cost == plan.NoCost && !slices.Contains(exclude, c.Code) {
			return inventory.Errorf(inventory.Invalid, "cost_missing",
				"candidate “%s” has no cost, which a budget in euros needs: give it a price, exclude it, or fill in the cost model", c.Code)
		}
	}
	return nil
}

// Answer is a plan for one budget, with its certificate.
type Answer struct {
	Layer       string       `json:"layer"`
	Candidates  int          `json:"candidates"`
	Picks       []Pick       `json:"picks"`
	Value       float64      `json:"value"`
	Bound       float64      `json:"bound"`
	ShareOfBest float64      `json:"share_of_best"`
	Optimal     bool         `json:"optimal"`
	Won         float64      `json:"won"`
	Winnable    float64      `json:"winnable"`
	CostEUR     *float64     `json:"cost,omitempty"` // nil when a pick's is unknown
	Knee        int          `json:"knee"`           // how many picks to the bend of the curve; 0: it has none
	Members     []MemberGain `json:"members"`
	Steps       int          `json:"steps"`
	Ended       string       `json:"ended"`
	Seconds     float64      `json:"seconds"`
}

// Pick is one choice: what it wins after those before it, and what it costs.
type Pick struct {
	Candidate string       `json:"candidate"`
	Name      string       `json:"name"`
	At        orb.Point    `json:"at"` // degrees
	Required  bool         `json:"required,omitempty"`
	Gain      float64      `json:"gain"`
	Cumulated float64      `json:"cumulated"`
	CostEUR   *float64     `json:"cost"`
	SpentEUR  float64      `json:"spent"`
	KM2       float64      `json:"km2"`
	Members   []MemberGain `json:"members,omitempty"` // who gains, the most first; for objectives that count members

	Cells line.Set `json:"-"`
}

// MemberGain is what opens for a member.
type MemberGain struct {
	Member string  `json:"member"`
	Gain   float64 `json:"gain"`
}

// Solve answers for a budget. Errors: inventory.Invalid when a budget in euros
// meets a candidate without a cost, or no plan meets the conditions. When ctx ends
// the best plan so far comes back, as when the time does.
func (s *Study) Solve(ctx context.Context, b Budget, o plan.Options) (*Answer, error) {
	began := time.Now()
	got, err := s.prepared.Solve(ctx, b.planned(), o)
	if err != nil {
		return nil, asInvalid(err)
	}
	a := &Answer{
		Layer: s.Layer.Name, Candidates: len(s.Candidates), Picks: make([]Pick, len(got.Picks)),
		Value: got.Value, Bound: got.Bound, ShareOfBest: got.Share, Optimal: got.Optimal, Won: got.Won, Winnable: got.Winnable,
		Members: s.gains(got.Members), Knee: got.Knee, Steps: got.Steps, Ended: string(got.Ended), Seconds: time.Since(began).Seconds(),
	}
	if got.CostKnown {
		a.CostEUR = euros(got.Cost)
	}
	for i, p := range got.Picks {
		c := &s.Candidates[p.Candidate]
		a.Picks[i] = Pick{
			Candidate: c.Code, Name: c.Name, At: c.At, Required: p.Required, Gain: p.Gain, Cumulated: p.Cumulated,
			CostEUR: euros(p.Cost), SpentEUR: p.Spent.Euros(), KM2: c.Cells.KM2(), Members: s.gains(p.Members), Cells: c.Cells,
		}
	}
	return a, nil
}

func euros(c plan.Cents) *float64 {
	if c == plan.NoCost {
		return nil
	}
	e := c.Euros()
	return &e
}

func (s *Study) gains(by []float64) []MemberGain {
	out := []MemberGain{}
	for i, g := range by {
		if g > 0 {
			out = append(out, MemberGain{s.prospects[i].Slug, g})
		}
	}
	slices.SortFunc(out, func(a, b MemberGain) int { return cmp.Or(cmp.Compare(b.Gain, a.Gain), cmp.Compare(a.Member, b.Member)) })
	return out
}

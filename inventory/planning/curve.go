package planning

import (
	"context"
	"sync"

	"github.com/paulmach/orb"

	"maillage/geo/plan"
	"maillage/inventory"
)

// Curve is what is won against what is spent, over all budgets.
type Curve struct {
	Layer  string       `json:"layer"`
	By     string       `json:"by"` // zones or eur
	Points []CurvePoint `json:"points"`
	Knee   *CurvePoint  `json:"knee,omitempty"` // nil: it hardly bends
}

// CurvePoint is one more pick.
type CurvePoint struct {
	Zones     int     `json:"zones"` // so far, required ones included
	SpentEUR  float64 `json:"spent"`
	Value     float64 `json:"value"`
	Candidate string  `json:"candidate,omitempty"` // "" in the first point
	Name      string  `json:"name,omitempty"`
}

// firstPoints is how many points of a curve are given one by one, and how many
// more at most, evenly spread.
const firstPoints = 200

// curves are those of a study, by picks and by euros, once asked for.
type curves struct {
	mu   sync.Mutex
	kept [2]*plan.Curve
}

// Curve draws the curve over zones, or over euros where the budget is in euros or
// a share to reach. Errors: inventory.Invalid where a cost is missing or what is
// required cannot be; that of ctx when it ends first.
func (s *Study) Curve(ctx context.Context, b Budget) (*Curve, error) {
	money, which := b.EUR != nil || b.Share != nil, 0
	out := &Curve{Layer: s.Layer.Name, By: "zones"}
	if money {
		which, out.By = 1, "eur"
	}
	s.curves.mu.Lock()
	defer s.curves.mu.Unlock()
	c := s.curves.kept[which]
	if c == nil {
		var err error
		if c, err = s.prepared.Curve(ctx, money, 0); err != nil {
			return nil, asInvalid(err)
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		s.curves.kept[which] = c
	}
	for _, i := range spread(len(c.Points)) {
		out.Points = append(out.Points, s.point(c.Points[i]))
	}
	if c.Knee >= 0 {
		knee := s.point(c.Points[c.Knee])
		out.Knee = &knee
	}
	return out, nil
}

func (s *Study) point(p plan.Point) CurvePoint {
	out := CurvePoint{Zones: p.Count, SpentEUR: p.Spent.Euros(), Value: p.Value}
	if p.Candidate >= 0 {
		out.Candidate, out.Name = s.Candidates[p.Candidate].Code, s.Candidates[p.Candidate].Name
	}
	return out
}

// spread chooses among n points: the first and the firstPoints after it, then as
// many at most up to the last.
func spread(n int) []int {
	var out []int
	for i := range min(n, firstPoints+1) {
		out = append(out, i)
	}
	rest := n - len(out)
	for k := range min(rest, firstPoints) {
		out = append(out, firstPoints+(k+1)*rest/min(rest, firstPoints))
	}
	return out
}

// Replacements is what could take the place of one pick, the best first.
type Replacements struct {
	Value   float64       `json:"value"`   // of the plan as it is, by the objective
	Without float64       `json:"without"` // with the pick dropped and none in its place
	Items   []Replacement `json:"items"`
}

// Replacement is a candidate in the place of a pick.
type Replacement struct {
	Candidate string    `json:"candidate"`
	Name      string    `json:"name"`
	At        orb.Point `json:"at"` // degrees
	KM2       float64   `json:"km2"`
	Value     float64   `json:"value"` // of the whole plan with it
	CostEUR   *float64  `json:"cost"`
}

// MaxReplacements is how many replacements are given at most.
const MaxReplacements = 100

// Replace tells what could take the place of a pick of a plan, given by codes, n
// at most. Errors: inventory.Invalid for codes that are no candidates, and those
// of Solve.
func (s *Study) Replace(b Budget, picks []string, drop string, n int) (*Replacements, error) {
	at := make(map[string]int, len(s.Candidates))
	for i := range s.Candidates {
		at[s.Candidates[i].Code] = i
	}
	chosen := make([]int, 0, len(picks))
	for _, code := range picks {
		i, ok := at[code]
		if !ok {
			return nil, unknownCandidate("picks", code)
		}
		chosen = append(chosen, i)
	}
	dropped, ok := at[drop]
	if !ok {
		return nil, unknownCandidate("drop", drop)
	}
	got, err := s.prepared.Replace(b.planned(), chosen, dropped, min(max(n, 1), MaxReplacements))
	if err != nil {
		return nil, asInvalid(err)
	}
	out := &Replacements{Value: got.Value, Without: got.Without, Items: make([]Replacement, len(got.Best))}
	for i, r := range got.Best {
		c := &s.Candidates[r.Candidate]
		out.Items[i] = Replacement{c.Code, c.Name, c.At, c.Cells.KM2(), r.Value, euros(r.Cost)}
	}
	return out, nil
}

// Curve is that of a request's study, for a viewer. Errors are those of Study and
// of Study.Curve.
func (p *Planner) Curve(ctx context.Context, v inventory.Viewer, r Request, list *List) (*Curve, error) {
	done, err := p.quickly(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	s, err := p.Study(ctx, v, r, list)
	if err == nil {
		err = s.Fits(r.Budget, r.Exclude)
	}
	if err != nil {
		return nil, err
	}
	return s.Curve(ctx, r.Budget)
}

// Replace is that of a request's study, for a viewer. Errors are those of Study and
// of Study.Replace.
func (p *Planner) Replace(ctx context.Context, v inventory.Viewer, r Request, list *List, picks []string, drop string, n int) (*Replacements, error) {
	done, err := p.quickly(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	s, err := p.Study(ctx, v, r, list)
	if err == nil {
		err = s.Fits(r.Budget, r.Exclude)
	}
	if err != nil {
		return nil, err
	}
	return s.Replace(r.Budget, picks, drop, n)
}

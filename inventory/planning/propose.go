package planning

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"maillage/geo/layer"
	"maillage/geo/line"
	"maillage/geo/plan"
	"maillage/inventory"
	"maillage/inventory/atlas"
	"maillage/inventory/postgres"
)

// Put is what the bureau asks when it puts a plan to the members.
type Put struct {
	Plan     int64
	Title    string
	Body     string
	ClosesAt time.Time
	Quorum   *int
}

// Propose puts a plan of the bureau to the members: its picks as they were chosen,
// with what each wins and opens to each of them by the inventory as it is now, and
// as members see it. Errors:
// inventory.Invalid; NotFound for a plan the viewer does not read; Conflict for one
// that is not done, is a member's, is made under a hypothesis, or picks a zone whose owner does not show it to
// the members.
func (p *Planner) Propose(ctx context.Context, v inventory.Viewer, q Put) (id int64, err error) {
	if v, err = scope(v); err != nil {
		return 0, err
	}
	var kept inventory.Plan
	var land []inventory.PlanPick
	var voters int
	err = p.store.Read(ctx, v, func(tx pgx.Tx) (err error) {
		if kept, err = postgres.Plan(ctx, tx, q.Plan); err == nil {
			land, err = postgres.PlanPicks(ctx, tx, q.Plan)
		}
		if err == nil {
			voters, err = postgres.ActiveMembers(ctx, tx)
		}
		return err
	})
	if err == nil {
		err = q.validate(voters)
	}
	if err != nil {
		return 0, err
	}
	d, err := p.draftProposal(ctx, v, kept, land)
	if err != nil {
		return 0, err
	}
	one := d.proposal
	one.Voters, one.Plan, one.Title, one.Body, one.ClosesAt, one.Quorum, one.Author = voters, &q.Plan, q.Title, q.Body, q.ClosesAt, q.Quorum, v.Name
	err = p.store.Write(ctx, v, "proposal", func(tx pgx.Tx) (err error) {
		id, err = postgres.AddProposal(ctx, tx, one, d.picks, d.gains)
		return err
	})
	return id, err
}

func (q *Put) validate(voters int) error {
	var f []inventory.FieldError
	add := func(field string, value any, code, message string) {
		f = append(f, inventory.FieldError{Field: field, Value: fmt.Sprint(value), Code: code, Message: message})
	}
	if n := utf8.RuneCountInString(q.Title); n < 1 || n > inventory.MaxTitle {
		add("title", q.Title, "bad_length", fmt.Sprintf("has 1 to %d characters", inventory.MaxTitle))
	}
	if utf8.RuneCountInString(q.Body) > inventory.MaxBody {
		add("body", "", "bad_length", fmt.Sprintf("has at most %d characters", inventory.MaxBody))
	}
	if left := time.Until(q.ClosesAt); left <= 0 || left > inventory.MaxOpenFor {
		add("closes_at", q.ClosesAt.Format(time.RFC3339), "out_of_range", "is to come, within a year")
	}
	if q.Quorum != nil && (*q.Quorum < inventory.MinQuorum || *q.Quorum > voters) {
		add("quorum", *q.Quorum, "out_of_range", fmt.Sprintf("is from %d to the number of active members, %d", inventory.MinQuorum, voters))
	}
	return inventory.InvalidFields("proposal", f)
}

// draft is a proposal in the making.
type draft struct {
	proposal inventory.Proposal
	picks    []inventory.ProposalPick
	gains    []inventory.ProposalGain
	won      []float64 // by pick, as members read it
}

func (p *Planner) draftProposal(ctx context.Context, v inventory.Viewer, kept inventory.Plan, land []inventory.PlanPick) (*draft, error) {
	switch {
	case kept.Member != "":
		return nil, inventory.Errorf(inventory.Conflict, "members_plan", "plan %d is a member's: the bureau proposes its own", kept.ID)
	case kept.State != inventory.PlanDone && kept.State != inventory.PlanStopped:
		return nil, inventory.Errorf(inventory.Conflict, "plan_not_done", "plan %d is not done", kept.ID)
	}
	var r Request
	var a Answer
	err := json.Unmarshal(kept.Request, &r)
	if err == nil {
		err = json.Unmarshal(kept.Answer, &a)
	}
	switch {
	case err != nil:
		return nil, inventory.Errorf(inventory.Internal, "bad_plan", "plan %d cannot be read: %w", kept.ID, err)
	case len(a.Picks) == 0 || len(land) != len(a.Picks):
		return nil, inventory.Errorf(inventory.Conflict, "nothing_to_propose", "plan %d chooses nothing", kept.ID)
	}
	if r.Suppose != nil {
		return nil, inventory.Errorf(inventory.Conflict, "hypothetical_plan", "plan %d is made under a hypothesis: plan again without it, on the inventory as it is, to put it to the members", kept.ID)
	}
	picture, err := p.atlas.At(ctx, r.AsOf)
	if err != nil {
		return nil, err
	}
	if r.From == FromPlanned {
		if hidden := hiddenPicks(picture, a.Picks); len(hidden) > 0 {
			return nil, inventory.Errorf(inventory.Conflict, "hidden_picks",
				"%s: no zones to come that their owners show to the members under their names: ask the owners to, or exclude them", inventory.Words(hidden))
		}
	}
	m, own, doors, err := published(picture, &r)
	if err != nil {
		return nil, err
	}
	d := &draft{}
	d.gains, d.won = gains(&r, m, own, land)
	return d, d.write(&r, &a, land, func(at orb.Point) (bureau, members float64) {
		return doors[0].Nearest(at), doors[1].Nearest(at)
	})
}

// published is what the figures of a proposal are counted on: the market as a
// member sees it that has nothing of its own, what each member collects as the
// bureau knows it, and the PoPs of both. What a member reads of a proposal would
// else tell it of entries that it may not see, or whose those without a name are:
// the bureau's own market tells their owners apart.
func published(picture *atlas.Picture, r *Request) (seen atlas.Market, own []atlas.Prospect, doors [2]plan.Places, err error) {
	if seen, err = picture.MarketOfAll(r.filter()); err != nil {
		return seen, nil, doors, err
	}
	everyone := r.filter()
	everyone.Members = nil
	all, err := picture.MarketOfAll(everyone)
	if err != nil {
		return seen, nil, doors, err
	}
	seen.Members = all.Members
	known, err := picture.Market(inventory.Viewer{Role: inventory.RoleBureau}, everyone)
	if err != nil {
		return seen, nil, doors, err
	}
	return seen, known.Members, [2]plan.Places{plan.PlacesOf(known.Doors), plan.PlacesOf(seen.Doors)}, nil
}

// write puts down what members read of a plan: not the prices of zones that
// members plan, which are their owners' to show; and of the others, what it costs to
// come there from the nearest PoP that members see.
func (d *draft) write(r *Request, a *Answer, land []inventory.PlanPick, km func(orb.Point) (bureau, members float64)) (err error) {
	var whole Proposed
	var spent plan.Cents
	known := true
	for i := range a.Picks {
		k := &a.Picks[i]
		whole.Gain += d.won[i]
		one := ProposedPick{Candidate: k.Candidate, Name: k.Name, At: k.At, Gain: d.won[i], Cumulated: whole.Gain, KM2: k.KM2}
		if r.From != FromPlanned {
			cost, err := proposedCost(r, k, km)
			if err != nil {
				return err
			}
			if known = known && cost != plan.NoCost; known {
				spent += cost
			}
			so := spent.Euros()
			one.CostEUR, one.SpentEUR = euros(cost), &so
		}
		text, err := json.Marshal(one)
		if err != nil {
			return inventory.Errorf(inventory.Internal, "bad_plan", "a pick cannot be written: %w", err)
		}
		d.picks = append(d.picks, inventory.ProposalPick{Rank: i + 1, Pick: text, Cells: land[i].Cells})
	}
	whole.Layer, whole.Objective, whole.ShareOfBest = a.Layer, r.Objective, a.ShareOfBest
	if r.From != FromPlanned && known {
		whole.CostEUR = euros(spent)
	}
	if d.proposal.Answer, err = json.Marshal(whole); err != nil {
		return inventory.Errorf(inventory.Internal, "bad_plan", "a plan cannot be written: %w", err)
	}
	return nil
}

// proposedCost is what members read of a pick's cost: as it was answered where its
// list states it, else from the nearest PoP that they see.
func proposedCost(r *Request, k *Pick, km func(orb.Point) (bureau, members float64)) (plan.Cents, error) {
	bureau, members := km(k.At)
	cost, err := r.Cost.Cost(members)
	if err == nil && r.From == FromFile {
		var then plan.Cents
		if then, err = r.Cost.Cost(bureau); k.CostEUR != nil && then.Euros() != *k.CostEUR {
			cost, err = plan.CostModel{}.Stated(*k.CostEUR, 0)
		}
	}
	if err != nil {
		return 0, inventory.Errorf(inventory.Internal, "bad_plan", "the cost of “%s” cannot be told: %w", k.Candidate, err)
	}
	return cost, nil
}

// ProposedPick is what members read of a pick.
type ProposedPick struct {
	Candidate string    `json:"candidate"`
	Name      string    `json:"name"`
	At        orb.Point `json:"at"` // degrees
	Gain      float64   `json:"gain"`
	Cumulated float64   `json:"cumulated"`
	CostEUR   *float64  `json:"cost,omitempty"`
	SpentEUR  *float64  `json:"spent,omitempty"`
	KM2       float64   `json:"km2"`
}

// Proposed is what a proposal says of its plan as a whole.
type Proposed struct {
	Layer       string   `json:"layer"`
	Objective   string   `json:"objective"`
	ShareOfBest float64  `json:"share_of_best"`
	Gain        float64  `json:"gain"`
	CostEUR     *float64 `json:"cost,omitempty"`
}

// hiddenPicks are the members' zones among picks that any other member does not
// see with its owner's name.
func hiddenPicks(picture *atlas.Picture, picks []Pick) []string {
	open := map[string]bool{}
	for _, z := range picture.Prospective(inventory.Operator("proposal")) {
		if z.Audience == inventory.AudienceMembers || z.Audience == inventory.AudiencePublic {
			open[z.Member+"/"+z.Code] = true
		}
	}
	var hidden []string
	for _, k := range picks {
		if !open[k.Candidate] {
			hidden = append(hidden, k.Candidate)
		}
	}
	return hidden
}

// gains is what each pick opens to each member after those before it: of the land
// that the plan sought, as m has it, what the member neither collects itself nor
// plans. own is what each collects, which it and the bureau know. won is what the
// pick wins as everyone reads it: the weight of its land, or with another objective
// than Reach what opens to all members, by what each shows.
func gains(r *Request, m atlas.Market, own []atlas.Prospect, land []inventory.PlanPick) (out []inventory.ProposalGain, won []float64) {
	type demand struct {
		left   line.Set
		factor float64
	}
	var sought []demand
	if !r.NoFirstPath {
		sought = append(sought, demand{m.Gap, 1})
	}
	if r.SecondPath > 0 {
		sought = append(sought, demand{m.Single, r.SecondPath})
	}
	for _, pick := range land {
		owner := ""
		cells := pick.Cells
		if r.From == FromPlanned {
			owner, _, _ = strings.Cut(pick.Code, "/")
			if i := slices.IndexFunc(m.Members, func(p atlas.Prospect) bool { return p.Slug == owner }); i >= 0 {
				cells = line.Subtract(nil, cells, m.Members[i].Own) // its own land is no second path
			}
		}
		by := make([]float64, len(own))
		all := 0.0
		for i := range sought {
			got := line.Intersect(nil, cells, sought[i].left)
			sought[i].left = line.Subtract(nil, sought[i].left, got)
			for j, p := range own {
				if p.Slug != owner {
					by[j] += sought[i].factor * weightOutside(m.Layer.Weights, got, p.Own)
				}
			}
			if r.Objective == Reach {
				all += sought[i].factor * m.Layer.Weights.Weight(got)
				continue
			}
			for _, p := range m.Members {
				if p.Slug != owner {
					all += sought[i].factor * weightOutside(m.Layer.Weights, got, p.Own)
				}
			}
		}
		won = append(won, all)
		for j, p := range own {
			out = append(out, inventory.ProposalGain{Rank: pick.Rank, Member: p.Slug, Gain: by[j]})
		}
	}
	return out, won
}

func weightOutside(w *layer.Layer, cells, own line.Set) float64 {
	return w.Weight(line.Subtract(nil, cells, own))
}

// Voice keeps a member's declaration on a proposal. Errors: inventory.Invalid, and
// those of postgres.CastVoice.
func (p *Planner) Voice(ctx context.Context, v inventory.Viewer, id int64, interest inventory.Interest, note string) error {
	if v.Role != inventory.RoleContributor || v.Member == "" {
		return inventory.Errorf(inventory.Forbidden, "not_yours", "a member's voice is its own people's to cast")
	}
	if !slices.Contains(inventory.Interests, interest) {
		return inventory.InvalidFields("voice", []inventory.FieldError{{Field: "interest", Value: string(interest), Code: "unknown_value", Message: "is one of: " + inventory.Words(inventory.Interests)}})
	}
	if utf8.RuneCountInString(note) > inventory.MaxNote {
		return inventory.InvalidFields("voice", []inventory.FieldError{{Field: "note", Code: "bad_length", Message: fmt.Sprintf("has at most %d characters", inventory.MaxNote)}})
	}
	return p.store.Write(ctx, v, "voice", func(tx pgx.Tx) error {
		return postgres.CastVoice(ctx, tx, id, inventory.Voice{Member: v.Member, Interest: interest, Note: note}, v.Name)
	})
}

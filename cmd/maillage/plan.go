package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"maillage/api"
	"maillage/api/gen"
	"maillage/geo/outline"
	"maillage/geo/plan"
	"maillage/inventory"
	"maillage/inventory/export"
	"maillage/inventory/intake"
	"maillage/inventory/planning"
)

type planVerb struct {
	Candidates string   `required:"" placeholder:"FILE|KIND" help:"What to choose among: a list of zones with prices, a kind of unit (commune, epci, departement, …), regions (of the gap) or planned (zones that members plan)."`
	Radius     float64  `placeholder:"KM" help:"A circle around each unit's seat rather than the unit itself."`
	MinKM2     float64  `name:"min-km2" placeholder:"KM2" help:"The least size of a gap region."`
	For        string   `placeholder:"SLUG" help:"Whose PoPs the hand-offs of a list are; a newcomer's, who has none, by default."`
	Budget     string   `required:"" placeholder:"N|€" help:"A number of zones (20), euros (1000000€) or a share of what can be won (80%)."`
	Objective  string   `default:"reach" enum:"reach,openings,fair,proportional" help:"What to win: ${enum}."`
	Require    []string `placeholder:"CODE" help:"Candidates to choose whatever they bring."`
	Exclude    []string `placeholder:"CODE" help:"Candidates not to choose."`
	Cap        []string `placeholder:"BY=N" help:"At most N picks by departement, supplier or member."`
	Door       float64  `placeholder:"€" help:"Cost model: to open a hand-off."`
	PerKM      float64  `name:"per-km" placeholder:"€" help:"Cost model: a km to the nearest PoP of the pool."`
	Monthly    float64  `placeholder:"€" help:"Cost model: a month."`
	Months     int      `help:"How many months count, for prices in a list as well."`
	SecondPath float64  `name:"second-path" placeholder:"WORTH" help:"What a second path is worth where one member alone collects, a first one being worth 1."`
	Remove     []string `placeholder:"SLUG" help:"Suppose that these members leave."`
	Admit      []string `placeholder:"SLUG" help:"Suppose that these candidate members join."`
	Set        []string `placeholder:"ZONES=STATUS" help:"Suppose that zones get another status: SLUG/CODE=operational, SLUG=operational, or planned=operational for all that are planned."`
	Delay      []string `placeholder:"ZONES=DATE" help:"Suppose that zones are available from another day on, as for --set: planned=2027-06-30. With --as-of."`
	Seconds    float64  `default:"10" help:"How long to look at most; 0 stands for ten."`
	Seed       uint64   `help:"Decides between equals."`
	Member     []string `placeholder:"SLUG" help:"Members to count; all by default."`
	Out        string   `short:"o" placeholder:"FILE" help:"Write the picks too: .csv, .xlsx, or with their land .geojson or .gpkg."`
	filterFlags
}

func (v planVerb) Run(p *program) error {
	r, list, err := v.request()
	if err != nil {
		return err
	}
	if _, known := export.FormatOf(v.Out); v.Out != "" && !known {
		return usageError("--out: the file's name ends with ." + strings.ReplaceAll(inventory.Words(export.Formats), ", ", ", ."))
	}
	return p.with(func(ctx context.Context, in *instance) error {
		desk, err := in.desk(ctx)
		if err != nil {
			return err
		}
		planner := planning.New(in.store, desk.Atlas, desk, p.log)
		defer planner.Close()
		return v.answer(ctx, p, planner, r, list)
	})
}

// answer looks for the plan and prints it.
func (v planVerb) answer(ctx context.Context, p *program, planner *planning.Planner, r planning.Request, list *planning.List) error {
	s, err := planner.Study(ctx, p.viewer(), r, list)
	if err != nil {
		return err
	}
	a, err := s.Solve(ctx, r.Budget, plan.Options{Time: r.Time(), Seed: r.Seed, Progress: tellProgress(p.stderr)})
	if err != nil {
		return err
	}
	d, err := api.PlanAnswerDocument(a)
	if err != nil {
		return err
	}
	if v.Out != "" {
		if err := v.write(p, a, d); err != nil {
			return err
		}
	}
	if v.JSON {
		return p.printJSON(d)
	}
	return printPlan(p, d, r)
}

// write writes the picks to a file.
func (v planVerb) write(p *program, a *planning.Answer, d gen.PlanAnswer) error {
	format, _ := export.FormatOf(v.Out)
	list := api.PicksList(d.Picks)
	if format.Drawn() {
		land := make([]orb.MultiPolygon, len(a.Picks))
		for i, k := range a.Picks {
			land[i] = outline.Trace(k.Cells)
		}
		list.Draw(land)
	}
	return p.writeOut(v.Out, "picks", list.Len(), func(w io.Writer) error { return list.Write(w, format, intake.English) })
}

// request is what the flags ask.
func (v planVerb) request() (planning.Request, *planning.List, error) {
	r := planning.Request{
		RadiusKM: v.Radius, MinKM2: v.MinKM2, Objective: v.Objective, Require: v.Require, Exclude: v.Exclude,
		Cost:       plan.CostModel{DoorEUR: v.Door, PerKMEUR: v.PerKM, MonthlyEUR: v.Monthly, Months: v.Months},
		SecondPath: v.SecondPath, Seconds: v.Seconds, Seed: v.Seed,
	}
	if v.Unit != "" {
		return r, nil, usageError("--unit has no part in a plan: name the kind of unit with --candidates")
	}
	f, err := v.filter(v.Member)
	if err != nil {
		return r, nil, err
	}
	r.Members, r.Technologies, r.Statuses, r.Layer, r.Territory, r.AsOf = f.Members, f.Technologies, f.Statuses, f.Layer, f.Territory, f.AsOf
	if r.Budget, err = parseBudget(v.Budget); err != nil {
		return r, nil, err
	}
	for _, c := range v.Cap {
		by, most, _ := strings.Cut(c, "=")
		n, err := strconv.Atoi(most)
		if err != nil {
			return r, nil, usageError("--cap: “" + c + "” is not like departement=2")
		}
		r.Caps = append(r.Caps, planning.Cap{By: by, Max: n})
	}
	if r.Suppose, err = v.supposition(); err != nil {
		return r, nil, err
	}
	var list *planning.List
	switch {
	case v.Candidates == planning.FromRegions || v.Candidates == planning.FromPlanned:
		r.From = v.Candidates
	case strings.ContainsAny(v.Candidates, "./\\"):
		r.From, r.File = planning.FromFile, filepath.Base(v.Candidates)
		content, err := intake.ReadFile(v.Candidates)
		if err != nil {
			return r, nil, err
		}
		list = &planning.List{Name: r.File, Content: content, Member: v.For, Lang: intake.English}
	default:
		r.From, r.Unit = planning.FromUnits, v.Candidates
	}
	if err := r.Validate(); err != nil {
		return r, nil, usageError(err.Error())
	}
	return r, list, nil
}

// supposition is the hypothesis of the flags, nil for none.
func (v planVerb) supposition() (*planning.Supposition, error) {
	set, err := readSettings(v.Set, v.Delay)
	if err != nil || len(v.Remove)+len(v.Admit)+len(set) == 0 {
		return nil, err
	}
	return &planning.Supposition{Remove: v.Remove, Candidates: v.Admit, Set: set}, nil
}

var budgetForm = regexp.MustCompile(`^([0-9]+(?:[.,][0-9]+)?)\s*(€|eur|euros?|k€|M€|%)?$`)

// parseBudget reads a number of zones, euros or a share.
func parseBudget(text string) (planning.Budget, error) {
	wrong := usageError("--budget: “" + text + "” is neither a number of zones (20), nor euros (1000000€, 1.5M€), nor a share (80%)")
	plain := strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "_", "").Replace(text)
	m := budgetForm.FindStringSubmatch(plain)
	if m == nil {
		return planning.Budget{}, wrong
	}
	n, err := strconv.ParseFloat(strings.Replace(m[1], ",", ".", 1), 64)
	if err != nil {
		return planning.Budget{}, wrong
	}
	switch m[2] {
	case "":
		zones, err := strconv.Atoi(m[1])
		if err != nil {
			return planning.Budget{}, wrong
		}
		return planning.Budget{Zones: &zones}, nil
	case "%":
		n /= 100
		return planning.Budget{Share: &n}, nil
	case "k€":
		n *= 1e3
	case "M€":
		n *= 1e6
	}
	return planning.Budget{EUR: &n}, nil
}

// tellProgress says how far the work is, a line a second at most.
func tellProgress(w io.Writer) func(plan.Progress) {
	var last time.Duration
	return func(p plan.Progress) {
		if p.Elapsed-last >= time.Second {
			last = p.Elapsed
			fmt.Fprintf(w, "%5.1f s: %s, at least %s of the best possible\n", p.Elapsed.Seconds(), weight(p.Value), percent(p.Share))
		}
	}
}

func printPlan(p *program, d gen.PlanAnswer, r planning.Request) error {
	priced := slices.ContainsFunc(d.Picks, func(k gen.PlanPick) bool { return k.Cost != nil })
	t := newTable(">", "code", "name", ">gain", ">cumulated", ">€", ">spent €")
	if !priced {
		t = newTable(">", "code", "name", ">gain", ">cumulated")
	}
	for i, k := range d.Picks {
		row := []string{strconv.Itoa(i + 1), k.Candidate, k.Name, weight(k.Gain), weight(k.Cumulated)}
		if priced {
			cost := "?"
			if k.Cost != nil {
				cost = weight(*k.Cost)
			}
			row = append(row, cost, weight(k.Spent))
		}
		t.add(row...)
	}
	if err := t.print(p.stdout, 0); err != nil {
		return err
	}
	fmt.Fprintln(p.stdout)
	if r.Suppose != nil {
		fmt.Fprintln(p.stdout, "Under a hypothesis: the inventory is not so today.")
	}
	if r.Budget.Share != nil {
		fmt.Fprintf(p.stdout, "%d of %d candidates reach %s of what can be won, for %s €; no plan does it for less than %s €.\n",
			len(d.Picks), d.Candidates, percent(*r.Budget.Share), weight(d.Value), weight(d.Bound))
		return nil
	}
	best := "at least " + percentDown(d.ShareOfBest) + " of the best possible"
	if d.Optimal {
		best = "and no plan is better"
	}
	fmt.Fprintf(p.stdout, "%d of %d candidates win %s of %s %s that can be won: %s (bound %s).\n",
		len(d.Picks), d.Candidates, weight(d.Won), weight(d.Winnable), d.Layer, best, weight(d.Bound))
	if d.Knee > 0 {
		fmt.Fprintf(p.stdout, "After the first %d each one wins markedly less.\n", d.Knee)
	}
	return nil
}

package planning

import (
	"fmt"
	"math"
	"slices"

	"maillage/geo/plan"
	"maillage/inventory"
	"maillage/inventory/atlas"
)

// The limits of a request.
const (
	MaxCandidates = 100_000
	MaxSeconds    = 600
	MaxName       = 120
	MaxCaps       = 2
	MaxRadiusKM   = 100
	MaxRegions    = 2_000
	MaxSupposed   = 200 // members, candidates or settings of a hypothesis
)

// Where candidates come from.
const (
	FromFile    = "file"    // zones of a list
	FromUnits   = "units"   // units of a kind, or a circle around each one's centre
	FromRegions = "regions" // contiguous gap regions
	FromPlanned = "planned" // zones that members plan
)

// Objectives of a plan.
const (
	Reach        = "reach"        // weight that the pool wins
	Openings     = "openings"     // the same, counted for every member that it opens to
	Fair         = "fair"         // the member who has least gets as much as can be, then the next
	Proportional = "proportional" // the product of what members have
)

// Objectives lists them.
var Objectives = []string{Reach, Openings, Fair, Proportional}

// Request says what to plan: it is kept with the plan, and gives the same plan
// again on the same inventory.
type Request struct {
	From      string         `json:"from"`
	Unit      string         `json:"unit,omitempty"`      // kind, for FromUnits
	RadiusKM  float64        `json:"radius_km,omitempty"` // 0: the unit itself
	MinKM2    float64        `json:"min_km2,omitempty"`   // for FromRegions
	File      string         `json:"file,omitempty"`      // its name, for FromFile
	Objective string         `json:"objective"`
	Budget    Budget         `json:"budget"`
	Cost      plan.CostModel `json:"cost"`
	Require   []string       `json:"require,omitempty"` // codes of candidates
	Exclude   []string       `json:"exclude,omitempty"`
	Caps      []Cap          `json:"caps,omitempty"`

	// SecondPath is what a unit of weight is worth that one member alone collects
	// today, when a second path is opened there; land that nobody collects is
	// worth 1. 0 leaves second paths out.
	SecondPath float64 `json:"second_path,omitempty"`
	// FirstPath false leaves land that nobody collects out.
	NoFirstPath bool `json:"no_first_path,omitempty"`

	Members      []string               `json:"members,omitempty"`
	Technologies []inventory.Technology `json:"technologies,omitempty"`
	Statuses     []inventory.Status     `json:"statuses,omitempty"`
	Layer        string                 `json:"layer,omitempty"`
	Territory    string                 `json:"territory,omitempty"`
	AsOf         inventory.Date         `json:"as_of,omitzero"`

	Suppose *Supposition `json:"suppose,omitempty"` // nil: the inventory as it is

	Seconds float64 `json:"seconds,omitempty"` // how long to look; 0: SomeSeconds
	Seed    uint64  `json:"seed,omitempty"`
}

// Supposition is a hypothesis under which a plan is made: what a simulation takes,
// but for zones that nobody has entered.
type Supposition struct {
	Remove     []string        `json:"remove,omitempty"`     // slugs of active members that leave
	Candidates []string        `json:"candidates,omitempty"` // slugs of candidates that join
	Set        []atlas.Setting `json:"set,omitempty"`        // what becomes of zones that are there, in this order
}

// SomeSeconds is how long a plan is looked for unless told otherwise.
const SomeSeconds = 10

// Budget is what may be spent: a number of zones, euros, or both; or the share
// of all that could be won that is to be reached at the least cost.
type Budget struct {
	Zones *int     `json:"zones,omitempty"`
	EUR   *float64 `json:"eur,omitempty"`
	Share *float64 `json:"share,omitempty"`
}

// Cap allows at most Max picks of each département, supplier or member.
type Cap struct {
	By  string `json:"by"`
	Max int    `json:"max"`
}

// What picks can be capped by.
const (
	ByDepartement = "departement"
	BySupplier    = "supplier"
	ByMember      = "member"
)

// filter is what of the inventory a request counts.
func (r *Request) filter() inventory.Filter {
	return inventory.Filter{Members: r.Members, Technologies: r.Technologies, Statuses: r.Statuses, Layer: r.Layer, Territory: r.Territory, AsOf: r.AsOf}
}

// Validate returns every fault of a request that needs no look at the inventory. A
// hypothesis of nothing becomes none.
func (r *Request) Validate() error {
	var f []inventory.FieldError
	add := func(field string, value any, code, message string) {
		f = append(f, inventory.FieldError{Field: field, Value: fmt.Sprint(value), Code: code, Message: message})
	}
	sources := []string{FromFile, FromUnits, FromRegions, FromPlanned}
	if !slices.Contains(sources, r.From) {
		add("from", r.From, "unknown_source", "is one of: "+inventory.Words(sources))
	}
	if r.From == FromUnits && r.Unit == "" {
		add("unit", "", "missing", "is missing: commune, epci, departement, region or a loaded kind")
	}
	if !between(r.RadiusKM, 0, MaxRadiusKM) {
		add("radius_km", r.RadiusKM, "out_of_range", fmt.Sprintf("is from 0 (the unit itself) to %d km", MaxRadiusKM))
	}
	if !between(r.MinKM2, 0, 1e6) {
		add("min_km2", r.MinKM2, "out_of_range", "is from 0 to 1000000 km²")
	}
	if !slices.Contains(Objectives, r.Objective) {
		add("objective", r.Objective, "unknown_objective", "is one of: "+inventory.Words(Objectives))
	}
	if !between(r.SecondPath, 0, 1000) {
		add("second_path", r.SecondPath, "out_of_range", "is from 0 to 1000 times a first path")
	}
	if r.NoFirstPath && r.SecondPath == 0 {
		add("second_path", r.SecondPath, "nothing_to_win", "is more than 0 when first paths are left out")
	}
	if !between(r.Seconds, 0, MaxSeconds) {
		add("seconds", r.Seconds, "out_of_range", fmt.Sprintf("is at most %d", MaxSeconds))
	}
	for _, c := range r.Caps {
		if by := []string{ByDepartement, BySupplier, ByMember}; !slices.Contains(by, c.By) {
			add("caps", c.By, "unknown_cap", "are by: "+inventory.Words(by))
		}
		if c.Max < 0 {
			add("caps", c.Max, "out_of_range", "allow 0 picks or more")
		}
	}
	if len(r.Caps) > MaxCaps {
		add("caps", len(r.Caps), "too_many", fmt.Sprintf("are at most %d", MaxCaps))
	}
	if h := r.Suppose; h != nil {
		if len(h.Remove)+len(h.Candidates)+len(h.Set) == 0 {
			r.Suppose = nil // supposing nothing is the inventory as it is
		}
		for _, part := range []struct {
			field string
			n     int
		}{{"remove", len(h.Remove)}, {"candidates", len(h.Candidates)}, {"set", len(h.Set)}} {
			if part.n > MaxSupposed {
				add("suppose."+part.field, part.n, "too_many", fmt.Sprintf("has at most %d entries", MaxSupposed))
			}
		}
	}
	f = append(f, r.Budget.faults()...)
	f = append(f, costFaults(r.Cost)...)
	filter := r.filter()
	if err := inventory.InvalidFields("plan", f); err != nil {
		return err
	}
	return filter.Validate()
}

func between(v, lo, hi float64) bool { return v >= lo && v <= hi }

func (b Budget) faults() []inventory.FieldError {
	var f []inventory.FieldError
	add := func(field string, value any, message string) {
		f = append(f, inventory.FieldError{Field: "budget." + field, Value: fmt.Sprint(value), Code: "out_of_range", Message: message})
	}
	if b.Zones == nil && b.EUR == nil && b.Share == nil {
		f = append(f, inventory.FieldError{Field: "budget", Code: "missing", Message: "is missing: a number of zones, euros, or a share to reach"})
	}
	if b.Share != nil && (b.Zones != nil || b.EUR != nil) {
		f = append(f, inventory.FieldError{Field: "budget", Code: "two_budgets", Message: "is either to be kept to (zones, eur) or a share to reach at the least cost"})
	}
	if b.Zones != nil && *b.Zones < 0 {
		add("zones", *b.Zones, "is 0 or more")
	}
	if b.EUR != nil && !between(*b.EUR, 0, plan.MaxCost.Euros()) {
		add("eur", *b.EUR, fmt.Sprintf("is from 0 to %.0f €", plan.MaxCost.Euros()))
	}
	if b.Share != nil && !(*b.Share > 0 && *b.Share <= 1) {
		add("share", *b.Share, "is more than 0 and at most 1")
	}
	return f
}

// planned is the budget in geo/plan's terms. It has no faults.
func (b Budget) planned() plan.Budget {
	if b.Share != nil {
		return plan.Target(*b.Share)
	}
	out := plan.Budget{Count: plan.Unlimited, Cost: plan.Unlimited}
	if b.Zones != nil {
		out.Count = min(*b.Zones, math.MaxInt32)
	}
	if b.EUR != nil {
		out.Cost, _ = plan.Euros(*b.EUR)
	}
	return out
}

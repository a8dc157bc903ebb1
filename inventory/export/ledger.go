package export

import (
	"github.com/paulmach/orb"

	"maillage/inventory"
)

// Ledger is a list of what members had brought at quarters' ends, without land:
// CSV and XLSX alone.
func Ledger(lines []inventory.LedgerLine) *List {
	l := &List{name: "ledger", columns: []column{{name: "quarter_end", date: true}, {name: "member"}, {name: "layer"}, {name: "confirmed_on", date: true}}}
	for _, name := range []string{"reach", "unique", "fair_part", "given", "received"} {
		l.columns = append(l.columns, column{name: name + "_km2", number: true}, column{name: name + "_weight", number: true})
	}
	l.columns = append(l.columns, column{name: "quarters", number: true}, column{name: "cumulated_km2", number: true}, column{name: "cumulated_weight", number: true})
	for _, o := range lines {
		l.rows = append(l.rows, row{member: o.Member, values: []value{
			day(o.Day), text(o.Member), text(o.Layer), day(o.ConfirmedOn), number(o.ReachKM2), number(o.ReachWeight), number(o.UniqueKM2), number(o.UniqueWeight),
			number(o.ShapleyKM2), number(o.ShapleyWeight), number(o.GivenKM2), number(o.GivenWeight), number(o.ReceivedKM2), number(o.ReceivedWeight),
			number(float64(o.Quarters)), number(o.CumulatedKM2), number(o.CumulatedWeight)}})
	}
	return l
}

// PlanPick is one choice of a plan, as a list has it.
type PlanPick struct {
	Code, Name      string
	Lon, Lat        float64 // degrees
	Gain, Cumulated float64
	CostEUR         *float64 // nil: unknown
	SpentEUR        float64
	KM2             float64
}

// Draw gives each row of a list its land, in their order.
func (l *List) Draw(land []orb.MultiPolygon) *List {
	l.shape = "MULTIPOLYGON"
	for i := range min(len(land), len(l.rows)) {
		for _, polygon := range land[i] {
			round(polygon)
		}
		l.rows[i].geometry = land[i]
	}
	return l
}

// Picks is a list of a plan's picks in their order, without land: CSV and XLSX
// alone, until it is drawn.
func Picks(picks []PlanPick) *List {
	l := &List{name: "picks", columns: []column{{name: "rank", number: true}, {name: "code"}, {name: "name"}, {name: "longitude", number: true}, {name: "latitude", number: true},
		{name: "gain", number: true}, {name: "cumulated", number: true}, {name: "cost_eur", number: true}, {name: "spent_eur", number: true}, {name: "km2", number: true}}}
	for i, k := range picks {
		l.rows = append(l.rows, row{values: []value{number(float64(i + 1)), text(k.Code), text(k.Name), number(k.Lon), number(k.Lat),
			number(k.Gain), number(k.Cumulated), maybe(k.CostEUR), number(k.SpentEUR), number(k.KM2)}})
	}
	return l
}

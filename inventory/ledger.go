package inventory

import "time"

// LedgerLine is what a member had brought at a quarter's end. Areas in km²,
// weights of the layer.
type LedgerLine struct {
	Day            Date
	Member         string
	Layer          string
	Ground         string // checksum of the territory it was counted on
	ConfirmedOn    Date
	ReachKM2       float64 // what it shares
	ReachWeight    float64
	UniqueKM2      float64 // of that, what it alone covers
	UniqueWeight   float64
	ShapleyKM2     float64 // its fair part of what is covered
	ShapleyWeight  float64
	GivenKM2       float64 // what it opens to each other member, summed
	GivenWeight    float64
	ReceivedKM2    float64 // what each other opens to it, summed
	ReceivedWeight float64

	Quarters        int     // that it has a line for, up to this one
	CumulatedKM2    float64 // its fair parts of those quarters, summed
	CumulatedWeight float64
}

// QuarterEnds returns the last days of the quarters that had ended before a day
// and not before another, in order.
func QuarterEnds(from, before Date) []Date {
	var all []Date
	for y := from.Year; y <= before.Year; y++ {
		for _, m := range []time.Month{time.March, time.June, time.September, time.December} {
			day := DateOf(time.Date(y, m+1, 0, 0, 0, 0, 0, time.UTC))
			if !day.Before(from) && day.Before(before) {
				all = append(all, day)
			}
		}
	}
	return all
}

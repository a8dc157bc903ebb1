package inventory

import "slices"

// StatusOn returns the status of z on a day, as its dates have it: one that is
// operational from a later day on is planned till then; one that is planned or
// under construction is operational on a day to come (after today) once
// available_on has come. For a past day the owner's word of that day stands.
func (z *Zone) StatusOn(day, today Date) Status {
	switch {
	case z.AvailableOn.IsZero():
	case z.Status == Operational && day.Before(z.AvailableOn):
		return Planned
	case (z.Status == Planned || z.Status == UnderConstruction) && today.Before(day) && !day.Before(z.AvailableOn):
		return Operational
	}
	return z.Status
}

// OpenOn tells whether p is open on a day: from opened_on on, and no more on
// closed_on.
func (p *Pop) OpenOn(day Date) bool {
	return !day.Before(p.OpenedOn) && (p.ClosedOn.IsZero() || day.Before(p.ClosedOn))
}

// Narrower returns the one of two audiences that fewer may see.
func Narrower(a, b Audience) Audience {
	if slices.Index(Audiences, b) < slices.Index(Audiences, a) {
		return b
	}
	return a
}

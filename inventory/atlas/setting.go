package atlas

import (
	"cmp"
	"fmt"

	"maillage/inventory"
)

// Setting is what a simulation makes of zones that are there: another status, a
// day on which they are available, or both.
type Setting struct {
	Member string           `json:"member,omitempty"` // whose zones; "": everyone's
	Code   string           `json:"code,omitempty"`   // of one of them; "": all
	From   inventory.Status `json:"from,omitempty"`   // those alone that have this status; "": any

	Status      inventory.Status `json:"status,omitempty"`      // "": as it is
	AvailableOn inventory.Date   `json:"available_on,omitzero"` // none: as it is; it counts on the picture of a day
}

// set changes the zones that a setting, the i-th, names and that a viewer sees
// with their owner's name: of others it could not know what a change tells it. The
// picture is not in use yet. It notes whose figures may differ.
func (p *Picture) set(v inventory.Viewer, own party, s Setting, i int, touched map[string]bool) error {
	if err := p.checkSetting(v, s, i); err != nil {
		return err
	}
	found := false
	for at, z := range p.order {
		stated := cmp.Or(z.stated, z.Status)
		if s.Member != "" && z.Member != s.Member || s.Code != "" && z.Code != s.Code || s.From != "" && stated != s.From ||
			visible(v, own, p.party(z.Member), z.Audience) < named {
			continue
		}
		found, touched[z.Member] = true, true
		again := *z
		again.Status, again.stated = cmp.Or(s.Status, stated), ""
		if !s.AvailableOn.IsZero() {
			again.AvailableOn = s.AvailableOn
		}
		if !p.day.IsZero() {
			again.stated, again.Status = again.Status, again.StatusOn(p.day, p.today)
		}
		p.order[at] = &again
	}
	if !found && s.Code != "" { // the code is not said again: what is told holds no word of a hidden entry
		return wrongSetting(i, "code", "", "unknown_zone", "names no zone of “"+s.Member+"” that you see, of the status asked for")
	}
	return nil
}

func (p *Picture) checkSetting(v inventory.Viewer, s Setting, i int) error {
	known := func(status inventory.Status) bool {
		return status == "" || (inventory.Filter{Statuses: []inventory.Status{status}}).Validate() == nil
	}
	switch {
	case s.Code != "" && s.Member == "":
		return wrongSetting(i, "member", "", "missing", "is missing: a code is one member's")
	case s.Status == "" && s.AvailableOn.IsZero():
		return wrongSetting(i, "status", "", "missing", "is missing: say the status, or the day from which zones are available")
	case !known(s.Status):
		return wrongSetting(i, "status", string(s.Status), "unknown_status", "is one of "+inventory.Words(inventory.Statuses))
	case !known(s.From):
		return wrongSetting(i, "from", string(s.From), "unknown_status", "is one of "+inventory.Words(inventory.Statuses))
	case !s.AvailableOn.IsZero() && p.day.IsZero():
		return wrongSetting(i, "available_on", s.AvailableOn.String(), "no_day", "changes nothing of today: say with as_of the day to answer for")
	case s.Member != "" && s.Member != Newcomer:
		_, err := p.member(v, s.Member)
		return err
	}
	return nil
}

func wrongSetting(i int, field, value, code, message string) error {
	name := fmt.Sprintf("set.%d.%s", i, field)
	e := inventory.Errorf(inventory.Invalid, code, "%s: %s", name, message)
	e.Fields = []inventory.FieldError{{Field: name, Value: value, Code: code, Message: message}}
	return e
}

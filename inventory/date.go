package inventory

import (
	"fmt"
	"strings"
	"time"
	_ "time/tzdata" // a bare machine has no list of time zones
)

// paris is the zone whose days the inventory counts.
var paris = func() *time.Location {
	l, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		panic(err) // it is in the program
	}
	return l
}()

// Date is a day without a time of day or a zone, "2006-01-02" in JSON; the zero
// Date is none.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf is the day of t in its own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate reads "2026-11-22".
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a day written as 2026-11-22", s)
	}
	return DateOf(t), nil
}

// DayIn is the day that t is in Paris.
func DayIn(t time.Time) Date { return DateOf(t.In(paris)) }

// End is the first moment after d, in Paris.
func (d Date) End() time.Time { return time.Date(d.Year, d.Month, d.Day+1, 0, 0, 0, 0, paris) }

// IsZero tells whether d is no day.
func (d Date) IsZero() bool { return d == Date{} }

// Time is midnight UTC of d.
func (d Date) Time() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// Before tells whether d is earlier than e.
func (d Date) Before(e Date) bool { return d.Time().Before(e.Time()) }

func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// MarshalJSON writes "2006-01-02", null for none.
func (d Date) MarshalJSON() ([]byte, error) {
	if d.IsZero() {
		return []byte("null"), nil
	}
	return []byte(`"` + d.String() + `"`), nil
}

// UnmarshalJSON reads what MarshalJSON writes.
func (d *Date) UnmarshalJSON(b []byte) error {
	s := strings.Trim(string(b), `"`)
	if s == "null" || s == "" {
		*d = Date{}
		return nil
	}
	v, err := ParseDate(s)
	if err == nil {
		*d = v
	}
	return err
}

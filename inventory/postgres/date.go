package postgres

import (
	"fmt"

	"github.com/jackc/pgx/v5/pgtype"

	"maillage/inventory"
)

// day lets pgx read and write an inventory.Date as a date; the zero Date is
// NULL, both ways.
type day inventory.Date

// ScanDate implements pgtype.DateScanner.
func (d *day) ScanDate(v pgtype.Date) error {
	switch {
	case !v.Valid:
		*d = day{}
	case v.InfinityModifier != pgtype.Finite:
		return fmt.Errorf("date: %v is no day", v.InfinityModifier)
	default:
		*d = day(inventory.DateOf(v.Time))
	}
	return nil
}

// DateValue implements pgtype.DateValuer.
func (d day) DateValue() (pgtype.Date, error) {
	v := inventory.Date(d)
	return pgtype.Date{Time: v.Time(), Valid: !v.IsZero()}, nil
}

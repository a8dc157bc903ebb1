package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"maillage/inventory"
)

// translated puts an error of the database into inventory's words. One that is
// in them already, and one that is not the database's, stay as they are.
func translated(err error) error {
	var domain *inventory.Error
	if err == nil || errors.As(err, &domain) ||
		errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	var said *pgconn.PgError
	if errors.As(err, &said) {
		return told(said)
	}
	var unreachable *pgconn.ConnectError
	var network *net.OpError
	if errors.As(err, &unreachable) || errors.As(err, &network) || errors.Is(err, io.EOF) ||
		errors.Is(err, io.ErrUnexpectedEOF) {
		return inventory.Errorf(inventory.Unavailable, "database_unavailable", "the database does not answer: %w", err)
	}
	return err
}

// told maps what PostgreSQL says by its SQLSTATE (appendix A of its manual).
func told(e *pgconn.PgError) error {
	switch e.Code {
	case "23514": // check_violation
		return refused(e)
	case "23000": // integrity_constraint_violation: raised by triggers of ours
		if e.ConstraintName == "last_admin" {
			return inventory.Errorf(inventory.Conflict, "last_admin", "There would be no administrator any more: make someone else one first.")
		}
	case "23505": // unique_violation
		noun := strings.TrimSuffix(e.ConstraintName, "_pkey")
		return inventory.Errorf(inventory.Conflict, noun+"_exists", "there is one already: %w", detailed(e))
	case "23503": // foreign_key_violation
		if e.ConstraintName == "zone_handoff_fkey" {
			return inventory.Errorf(inventory.Invalid, "unknown_handoff",
				"a zone's hand-off is not a PoP of its member, or no longer: %w", detailed(e))
		}
		return inventory.Errorf(inventory.NotFound, "unknown_member", "there is no such member: %w", detailed(e))
	case "23502": // not_null_violation
		return inventory.InvalidFields(e.TableName, []inventory.FieldError{
			{Field: e.ColumnName, Code: "missing", Message: "is missing"}})
	case "21000": // cardinality_violation: ON CONFLICT DO UPDATE met a row twice
		return inventory.Errorf(inventory.Invalid, "duplicate_code", "the same code stands there twice: %w", e)
	case "40001", "40P01", "55P03": // not serialisable, deadlock, no lock to be had
		return inventory.Errorf(inventory.Unavailable, "busy", "another change was under way at the same place: try again: %w", e)
	case "42501": // insufficient_privilege
		return inventory.Errorf(inventory.Forbidden, "forbidden", "the database forbids it: %w", e)
	case "53100": // disk_full
		return inventory.Errorf(inventory.Unavailable, "disk_full", "the database's disk is full: free some space, then try again: %w", e)
	case "57014": // query_canceled
		return inventory.Errorf(inventory.Unavailable, "timeout", "the database took too long: %w", e)
	}
	switch e.Code[:min(2, len(e.Code))] {
	case "22": // data exception
		return inventory.Errorf(inventory.Invalid, "bad_value", "the database cannot hold this value: %w", detailed(e))
	case "08", "53", "57": // connection, insufficient resources, operator intervention
		return inventory.Errorf(inventory.Unavailable, "database_unavailable", "the database does not answer: %w", e)
	}
	return inventory.Errorf(inventory.Internal, "database", "the database refused: %w", e)
}

// detailed adds what PostgreSQL says beside its message: which key it is.
func detailed(e *pgconn.PgError) error {
	if e.Detail == "" {
		return e
	}
	return fmt.Errorf("%w: %s", e, e.Detail)
}

// rules says in words what the constraints of the schema ask whose name does not
// end in the column's alone.
var rules = map[string]inventory.FieldError{
	"pop_position_check":   {Field: "position", Code: "bad_position", Message: "is a longitude and a latitude in degrees"},
	"pop_closed_on_check":  {Field: "closed_on", Code: "closed_before_opened", Message: "is before opened_on"},
	"pop_code_check":       {Field: "code", Code: "bad_code", Message: "has 1 to 80 characters, no slashes or line breaks, and no space at either end"},
	"zone_code_check":      {Field: "code", Code: "bad_code", Message: "has 1 to 80 characters, no slashes or line breaks, and no space at either end"},
	"zone_geom_check":      {Field: "geometry", Code: "invalid_polygon", Message: "is empty or a polygon that crosses itself"},
	"zone_radius_km_check": {Field: "radius_km", Code: "bad_radius", Message: fmt.Sprintf("is more than 0 and at most %d km", inventory.MaxRadiusKM)},
	"zone_radius":          {Field: "radius_km", Code: "bad_radius", Message: "goes with the extent “radius”, and with no other"},
	"zone_radius_handoff":  {Field: "handoff", Code: "missing", Message: "is missing: a radius needs the PoP around which it is drawn"},
	"zone_codes":           {Field: "extent", Code: "missing", Message: "needs codes when it is made of units, and none otherwise"},
	"zone_units":           {Field: "units", Code: "bad_unit", Message: "is written KIND:code, such as nro:75056N01"},
	"member_slug_check":    {Field: "slug", Code: "bad_slug", Message: "use 1 to 40 of a-z, 0-9 and hyphens, such as “reseau-du-sud”"},
	"member_siren_check":   {Field: "siren", Code: "bad_siren", Message: "has nine digits and a check digit that fits"},
	"member_website_check": {Field: "website", Code: "bad_website", Message: "begins with http:// or https://"},
	"member_asn_check":     {Field: "asn", Code: "bad_asn", Message: "an AS number is between 1 and 4294967295"},
	"member_color_check":   {Field: "color", Code: "bad_color", Message: "is written #rrggbb, lower case"},
	"unit_geom_and_cells":  {Field: "geometry", Code: "bad_unit", Message: "and cells go together"},
}

// refused tells a violated CHECK. PostgreSQL names those of one column
// table_column_check.
func refused(e *pgconn.PgError) error {
	field, ok := rules[e.ConstraintName]
	if !ok {
		column := strings.TrimSuffix(strings.TrimPrefix(e.ConstraintName, e.TableName+"_"), "_check")
		field = inventory.FieldError{Field: column, Code: "bad_" + column, Message: "is not one that the inventory takes"}
	}
	err := inventory.InvalidFields(e.TableName, []inventory.FieldError{field})
	var domain *inventory.Error
	if errors.As(err, &domain) {
		domain.Err = e
	}
	return err
}

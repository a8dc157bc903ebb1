package mapfile

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"maillage/geo/crs"
)

// readGeoPackage reads the feature tables of a GeoPackage (OGC 12-128r19), each
// a layer; its views and virtual tables are left alone, since they run what the
// file says. The file is copied to one of our own, opened read only.
func readGeoPackage(r io.Reader, s *sink) error {
	path, err := ownCopy(r)
	if err != nil {
		return err
	}
	defer os.Remove(path)
	// No schema of the file's is trusted, nothing is written, no lock is needed.
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Path: path}).String()+
		"?mode=ro&immutable=1&_pragma=trusted_schema(0)&_pragma=query_only(1)&_pragma=cell_size_check(1)&_pragma=mmap_size(0)&_pragma=cache_size(-4096)")
	if err != nil {
		return err
	}
	defer db.Close()
	ctx, stop := context.WithTimeout(s.ctx, s.o.Limits.Time)
	defer stop()
	conn, err := db.Conn(ctx)
	if err != nil {
		return sqliteError(s, err)
	}
	defer conn.Close()
	for id, most := range map[int]int{
		sqlite3.SQLITE_LIMIT_LENGTH: 64 << 20, sqlite3.SQLITE_LIMIT_COLUMN: 2 * s.o.Limits.Properties, sqlite3.SQLITE_LIMIT_ATTACHED: 0,
		sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100, sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
	} {
		if _, err := sqlite.Limit(conn, id, most); err != nil {
			return err
		}
	}
	tables, err := featureTables(ctx, conn)
	if err != nil {
		return sqliteError(s, err)
	}
	if len(tables) == 0 {
		return fail(NoLayer, "")
	}
	for _, t := range tables {
		s.info.Named = append(s.info.Named, t.name)
	}
	for _, t := range tables {
		if !s.layer(t.name, t.epsg) {
			continue
		}
		if t.epsg < 0 && s.o.EPSG == 0 {
			return fail(UnknownSystem, t.system)
		}
		if err := t.read(ctx, conn, s); err != nil {
			return sqliteError(s, err)
		}
	}
	return nil
}

func ownCopy(r io.Reader) (string, error) {
	f, err := os.CreateTemp("", "maillage-*.gpkg")
	if err != nil {
		return "", err
	}
	if _, err = io.Copy(f, r); err == nil {
		err = f.Close()
	} else {
		f.Close()
	}
	if err != nil {
		os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}

// sqliteError makes an *Error of what SQLite says of the file.
func sqliteError(s *sink, err error) error {
	var own *Error
	var theirs *sqlite.Error
	switch {
	case err == nil || errors.As(err, &own) || s.ctx.Err() != nil:
		return err
	case errors.Is(err, context.DeadlineExceeded):
		return past(TooLongToRead, int(s.o.Limits.Time.Seconds()), s.info.Features)
	case errors.As(err, &theirs):
		return fail(Broken, theirs.Error())
	}
	return err
}

// featureTable is one layer of a GeoPackage.
type featureTable struct {
	name     string
	geometry string
	columns  []string
	epsg     int    // 0: the file leaves it open; -1: not known here
	system   string // what the file says, for people
}

func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// featureTables lists the plain tables that hold features, in the order of the
// file's own contents.
func featureTables(ctx context.Context, conn *sql.Conn) ([]featureTable, error) {
	const query = `select g.table_name, g.column_name, g.srs_id, coalesce(r.organization, ''), coalesce(r.organization_coordsys_id, 0),
		coalesce(r.definition, ''), coalesce(r.srs_name, '')
		from gpkg_geometry_columns g
		join sqlite_schema m on m.name = g.table_name and m.type = 'table' and m.sql not like 'create virtual%'
		left join gpkg_spatial_ref_sys r on r.srs_id = g.srs_id
		order by m.rowid limit 1000`
	for _, name := range []string{"gpkg_geometry_columns", "gpkg_spatial_ref_sys"} {
		var kind string
		err := conn.QueryRowContext(ctx, "select type from sqlite_schema where name = ?", name).Scan(&kind)
		if errors.Is(err, sql.ErrNoRows) || err == nil && kind != "table" {
			return nil, fail(Broken, "it is an SQLite file, but not a GeoPackage")
		}
		if err != nil {
			return nil, err
		}
	}
	rows, err := conn.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []featureTable
	for rows.Next() {
		var t featureTable
		var srs, code int
		var organization, definition, title string
		if err := rows.Scan(&t.name, &t.geometry, &srs, &organization, &code, &definition, &title); err != nil {
			return nil, err
		}
		t.epsg, t.system = tableSystem(srs, organization, code, definition), short(title+" ("+organization+":"+strconv.Itoa(code)+")", 80)
		all = append(all, t)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	for i := range all {
		if err := all[i].readColumns(ctx, conn); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func tableSystem(srs int, organization string, code int, definition string) int {
	if srs == 0 || srs == -1 {
		return 0
	}
	if strings.EqualFold(organization, "EPSG") {
		if _, ok := crs.ByEPSG(code); ok {
			return code
		}
	}
	if epsg := systemOf(definition); epsg != 0 {
		return epsg
	}
	if _, ok := crs.ByEPSG(srs); ok && organization == "" {
		return srs
	}
	return -1
}

// readColumns lists a table's plain columns: those computed run what the file
// says.
func (t *featureTable) readColumns(ctx context.Context, conn *sql.Conn) error {
	rows, err := conn.QueryContext(ctx, "select name from pragma_table_xinfo(?) where hidden = 0", t.name)
	if err != nil {
		return err
	}
	defer rows.Close()
	geometry := false
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return err
		}
		if strings.EqualFold(name, t.geometry) {
			geometry = true
		} else {
			t.columns = append(t.columns, name)
		}
	}
	if !geometry {
		return fail(Broken, fmt.Sprintf("the table %s has no column %s", short(t.name, 40), short(t.geometry, 40)))
	}
	return rows.Err()
}

func (t *featureTable) read(ctx context.Context, conn *sql.Conn, s *sink) error {
	if len(t.columns) > s.o.Limits.Properties {
		return past(TooManyProperties, s.o.Limits.Properties, len(t.columns))
	}
	query := "select " + quoted(t.geometry)
	for _, c := range t.columns {
		query += ", " + quoted(c)
	}
	rows, err := conn.QueryContext(ctx, query+" from "+quoted(t.name)+" not indexed")
	if err != nil {
		return err
	}
	defer rows.Close()
	values := make([]any, len(t.columns)+1)
	into := make([]any, len(values))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		f := Feature{EPSG: max(t.epsg, 0), Properties: make([]Property, len(t.columns))}
		for i, c := range t.columns {
			v := sqlText(values[i+1])
			if len(v) > s.o.Limits.Text {
				return past(TooLongText, s.o.Limits.Text, len(v))
			}
			f.Properties[i] = Property{c, v}
		}
		if blob, ok := values[0].([]byte); ok {
			f.Geometry, f.Flaw = parseGeoPackageGeometry(blob, s.o.Limits)
		} else if values[0] != nil {
			f.Flaw = badShape("it is not a GeoPackage geometry")
		}
		if err := s.take(f); err != nil {
			return err
		}
	}
	return rows.Err()
}

// sqlText is a value as text; what is binary says nothing.
func sqlText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	case time.Time: // columns declared as dates
		if v.Equal(v.Truncate(24 * time.Hour)) {
			return v.Format(time.DateOnly)
		}
		return v.Format(time.RFC3339)
	}
	return ""
}

// parseGeoPackageGeometry reads GeoPackage's binary: a head with an envelope,
// which is passed over, then well-known binary.
func parseGeoPackageGeometry(b []byte, l Limits) (orb.Geometry, *Error) {
	if len(b) < 8 || b[0] != 'G' || b[1] != 'P' {
		return nil, badShape("it is not a GeoPackage geometry")
	}
	flags := b[3]
	if flags&0x20 != 0 {
		return nil, badShape("it is of an extension that is not read")
	}
	envelope, ok := map[byte]int{0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[flags>>1&7]
	if !ok || len(b) < 8+envelope {
		return nil, badShape("it ends in the middle")
	}
	if flags&0x10 != 0 { // empty
		return nil, nil
	}
	return parseWKB(b[8+envelope:], l)
}

// Package mapfiletest writes small map files for tests: whole, or broken as a
// test wants them. It is written apart from the readers, from the same papers.
package mapfiletest

import (
	"archive/zip"
	"bytes"
	"database/sql"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	_ "modernc.org/sqlite" // the driver
)

// Zip makes an archive of files: a name, a content, a name …
func Zip(t testing.TB, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i+1 < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// LE32 is a number as Shapefiles write most of theirs.
func LE32(v int) []byte    { return binary.LittleEndian.AppendUint32(nil, uint32(v)) }
func be32(v int) []byte    { return binary.BigEndian.AppendUint32(nil, uint32(v)) }
func f64(v float64) []byte { return binary.LittleEndian.AppendUint64(nil, math.Float64bits(v)) }

// Shp writes a .shp of records that are written already.
func Shp(kind int, records ...[]byte) string {
	var body []byte
	for i, r := range records {
		body = append(append(append(body, be32(i+1)...), be32(len(r)/2)...), r...)
	}
	head := append(be32(9994), make([]byte, 20)...)
	head = append(append(append(head, be32((100+len(body))/2)...), LE32(1000)...), LE32(kind)...)
	return string(append(append(head, make([]byte, 64)...), body...))
}

// Point is the record of a point.
func Point(p orb.Point) []byte { return append(append(LE32(1), f64(p[0])...), f64(p[1])...) }

// PointZ has a height and a measure behind its position.
func PointZ(p orb.Point) []byte {
	b := Point(p)
	copy(b, LE32(11))
	return append(append(b, f64(120)...), f64(0)...)
}

// Polygon is the record of a polygon, its rings as they are given.
func Polygon(rings ...orb.Ring) []byte {
	b := append(LE32(5), make([]byte, 32)...)
	n := 0
	var starts, points []byte
	for _, r := range rings {
		starts = append(starts, LE32(n)...)
		n += len(r)
		for _, p := range r {
			points = append(append(points, f64(p[0])...), f64(p[1])...)
		}
	}
	b = append(append(b, LE32(len(rings))...), LE32(n)...)
	return append(append(b, starts...), points...)
}

// Column is one of a dbf made here: its name, its type and its length.
type Column struct {
	Name   string
	Kind   byte
	Length int
}

// Columns are those of a .dbf, each said as "NAME C 12".
func Columns(all ...string) []Column {
	columns := make([]Column, len(all))
	for i, s := range all {
		parts := strings.Fields(s)
		n, _ := strconv.Atoi(parts[2])
		columns[i] = Column{parts[0], parts[1][0], n}
	}
	return columns
}

// Table writes a .dbf; mark is the byte that names its encoding. A row that
// begins with "*" is deleted.
func Table(mark byte, columns []Column, rows ...[]string) string {
	length := 1
	for _, c := range columns {
		length += c.Length
	}
	b := append([]byte{3, 126, 11, 22}, LE32(len(rows))...)
	b = binary.LittleEndian.AppendUint16(b, uint16(33+32*len(columns)))
	b = binary.LittleEndian.AppendUint16(b, uint16(length))
	b = append(b, make([]byte, 20)...)
	b[29] = mark
	for _, c := range columns {
		f := make([]byte, 32)
		copy(f, c.Name)
		f[11], f[16] = c.Kind, byte(c.Length)
		b = append(b, f...)
	}
	b = append(b, 0x0d)
	for _, r := range rows {
		deleted := byte(' ')
		if r[0] == "*" {
			deleted, r = '*', r[1:]
		}
		b = append(b, deleted)
		for i, c := range columns {
			cell := append([]byte(r[i]), bytes.Repeat([]byte{' '}, c.Length)...)
			b = append(b, cell[:c.Length]...)
		}
	}
	return string(append(b, 0x1a))
}

// SQLite makes an SQLite file.
func SQLite(t testing.TB, all ...any) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.gpkg")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range all {
		switch s := s.(type) {
		case string:
			_, err = db.Exec(s)
		case []any:
			_, err = db.Exec(s[0].(string), s[1:]...)
		}
		if err != nil {
			t.Fatalf("%v: %v", s, err)
		}
	}
	db.Close()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// GeoPackageHead makes the tables that every GeoPackage has.
const GeoPackageHead = `create table gpkg_spatial_ref_sys (srs_name text, srs_id integer primary key, organization text, organization_coordsys_id integer, definition text);
	insert into gpkg_spatial_ref_sys values ('WGS 84', 4326, 'EPSG', 4326, ''), ('undefined', 0, 'NONE', 0, 'undefined'), ('RGF93 v1 / Lambert-93', 2154, 'EPSG', 2154, ''),
		('own name', 100001, 'NONE', 100001, 'PROJCS["RGR92_UTM_zone_40S",GEOGCS["x"]]'), ('Old', 27572, 'EPSG', 27572, 'PROJCS["NTF_Lambert_II_etendu"]');
	create table gpkg_geometry_columns (table_name text, column_name text, geometry_type_name text, srs_id integer, z integer, m integer);`

// Blob is a geometry as GeoPackage keeps it.
func Blob(t testing.TB, g orb.Geometry) []byte {
	t.Helper()
	b, err := wkb.Marshal(g)
	if err != nil {
		t.Fatal(err)
	}
	return append([]byte{'G', 'P', 0, 1, 0, 0, 0, 0}, b...)
}

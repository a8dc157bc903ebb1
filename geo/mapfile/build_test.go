package mapfile

import (
	"archive/zip"
	"bytes"
	"database/sql"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
)

// file is one file of a zip made here.
type file struct{ name, content string }

func zipped(t testing.TB, files ...file) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, err := z.Create(f.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(f.content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func le32(v int) []byte    { return binary.LittleEndian.AppendUint32(nil, uint32(v)) }
func be32(v int) []byte    { return binary.BigEndian.AppendUint32(nil, uint32(v)) }
func f64(v float64) []byte { return binary.LittleEndian.AppendUint64(nil, math.Float64bits(v)) }

// shp writes a .shp of records that are written already.
func shp(kind int, records ...[]byte) string {
	var body []byte
	for i, r := range records {
		body = append(append(append(body, be32(i+1)...), be32(len(r)/2)...), r...)
	}
	head := append(be32(9994), make([]byte, 20)...)
	head = append(append(append(head, be32((100+len(body))/2)...), le32(1000)...), le32(kind)...)
	return string(append(append(head, make([]byte, 64)...), body...))
}

func shpPoint(p orb.Point) []byte { return append(append(le32(1), f64(p[0])...), f64(p[1])...) }

// shpPointZ has a height and a measure behind its position.
func shpPointZ(p orb.Point) []byte {
	b := shpPoint(p)
	copy(b, le32(11))
	return append(append(b, f64(120)...), f64(0)...)
}

func shpPolygon(rings ...orb.Ring) []byte {
	b := append(le32(5), make([]byte, 32)...)
	n := 0
	var starts, points []byte
	for _, r := range rings {
		starts = append(starts, le32(n)...)
		n += len(r)
		for _, p := range r {
			points = append(append(points, f64(p[0])...), f64(p[1])...)
		}
	}
	b = append(append(b, le32(len(rings))...), le32(n)...)
	return append(append(b, starts...), points...)
}

// column is one of a dbf made here: its name, its type and its length.
type column struct {
	name   string
	kind   byte
	length int
}

// table writes a .dbf; mark is the byte that names its encoding. A row that
// begins with "*" is deleted.
func table(mark byte, columns []column, rows ...[]string) string {
	length := 1
	for _, c := range columns {
		length += c.length
	}
	b := append([]byte{3, 126, 11, 22}, le32(len(rows))...)
	b = binary.LittleEndian.AppendUint16(b, uint16(33+32*len(columns)))
	b = binary.LittleEndian.AppendUint16(b, uint16(length))
	b = append(b, make([]byte, 20)...)
	b[29] = mark
	for _, c := range columns {
		f := make([]byte, 32)
		copy(f, c.name)
		f[11], f[16] = c.kind, byte(c.length)
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
			cell := append([]byte(r[i]), bytes.Repeat([]byte{' '}, c.length)...)
			b = append(b, cell[:c.length]...)
		}
	}
	return string(append(b, 0x1a))
}

// statements makes an SQLite file.
func statements(t testing.TB, all ...any) []byte {
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

const gpkgHead = `create table gpkg_spatial_ref_sys (srs_name text, srs_id integer primary key, organization text, organization_coordsys_id integer, definition text);
	insert into gpkg_spatial_ref_sys values ('WGS 84', 4326, 'EPSG', 4326, ''), ('undefined', 0, 'NONE', 0, 'undefined'), ('RGF93 v1 / Lambert-93', 2154, 'EPSG', 2154, ''),
		('own name', 100001, 'NONE', 100001, 'PROJCS["RGR92_UTM_zone_40S",GEOGCS["x"]]'), ('Old', 27572, 'EPSG', 27572, 'PROJCS["NTF_Lambert_II_etendu"]');
	create table gpkg_geometry_columns (table_name text, column_name text, geometry_type_name text, srs_id integer, z integer, m integer);`

// blob is a geometry as GeoPackage keeps it.
func blob(t testing.TB, g orb.Geometry) []byte {
	t.Helper()
	b, err := wkb.Marshal(g)
	if err != nil {
		t.Fatal(err)
	}
	return append([]byte{'G', 'P', 0, 1, 0, 0, 0, 0}, b...)
}

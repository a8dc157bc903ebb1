package export

import (
	"bytes"
	"database/sql"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	_ "modernc.org/sqlite" // the driver

	"maillage/inventory/intake"
)

// writeGeoPackage writes one table of features (OGC 12-128r19).
func (l *List) writeGeoPackage(w io.Writer) error {
	dir, err := os.MkdirTemp("", "maillage-export-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "list.gpkg")
	if err := l.fillGeoPackage(path); err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(w, f)
	return err
}

func (l *List) fillGeoPackage(path string) (err error) {
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(off)&_pragma=synchronous(0)")
	if err != nil {
		return err
	}
	defer func() {
		if closed := db.Close(); err == nil {
			err = closed
		}
	}()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(geoPackageHead); err != nil {
		return err
	}
	bound := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	for _, r := range l.rows {
		if r.geometry != nil {
			bound = bound.Union(r.geometry.Bound())
		}
	}
	if bound.Min[0] > bound.Max[0] { // nothing is drawn
		bound = orb.Bound{}
	}
	// The day alone: the same entries give the same file, byte for byte, which is
	// how a test sees that what is hidden changes nothing.
	day := time.Now().UTC().Truncate(24 * time.Hour)
	if _, err := db.Exec("insert into gpkg_contents values (?, 'features', ?, '', ?, ?, ?, ?, ?, 4326)", l.name, l.name,
		day.Format("2006-01-02T15:04:05.000Z"), bound.Min[0], bound.Min[1], bound.Max[0], bound.Max[1]); err != nil {
		return err
	}
	if _, err := db.Exec("insert into gpkg_geometry_columns values (?, 'geom', ?, 4326, 0, 0)", l.name, l.shape); err != nil {
		return err
	}
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // it says so after every commit
	if err := l.insertAll(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// insertAll makes the table and fills it.
func (l *List) insertAll(tx *sql.Tx) error {
	columns, holes := []string{"fid integer primary key autoincrement not null", "geom " + l.shape}, []string{"?"}
	names := []string{"geom"}
	properties := l.properties()
	for _, i := range properties {
		kind := "text"
		switch c := l.columns[i]; {
		case c.number:
			kind = "real"
		case c.date:
			kind = "date"
		}
		columns, holes, names = append(columns, l.columns[i].name+" "+kind), append(holes, "?"), append(names, l.columns[i].name)
	}
	if _, err := tx.Exec(fmt.Sprintf("create table %s (%s)", l.name, strings.Join(columns, ", "))); err != nil {
		return err
	}
	insert, err := tx.Prepare(fmt.Sprintf("insert into %s (%s) values (%s)", l.name, strings.Join(names, ", "), strings.Join(holes, ", ")))
	if err != nil {
		return err
	}
	defer insert.Close()
	for _, r := range l.rows {
		args := make([]any, 0, len(names))
		blob, err := geoPackageBlob(r.geometry)
		if err != nil {
			return err
		}
		args = append(args, blob)
		for _, i := range properties {
			switch v := r.values[i]; {
			case v.number != nil:
				args = append(args, *v.number)
			case v.plain() == "":
				args = append(args, nil)
			default:
				args = append(args, intake.Kept(v.plain()))
			}
		}
		if _, err := insert.Exec(args...); err != nil {
			return err
		}
	}
	return nil
}

// geoPackageBlob is a geometry as GeoPackage keeps it: a head with its envelope,
// but for points, then well-known binary.
func geoPackageBlob(g orb.Geometry) ([]byte, error) {
	if g == nil {
		return nil, nil
	}
	var b bytes.Buffer
	_, point := g.(orb.Point)
	flags := byte(1 | 1<<1) // little endian, an envelope of x and y
	if point {
		flags = 1
	}
	b.Write([]byte{'G', 'P', 0, flags})
	b.Write(binary.LittleEndian.AppendUint32(nil, 4326))
	if box := g.Bound(); !point {
		for _, v := range []float64{box.Min[0], box.Max[0], box.Min[1], box.Max[1]} {
			b.Write(binary.LittleEndian.AppendUint64(nil, math.Float64bits(v)))
		}
	}
	raw, err := wkb.Marshal(g, binary.LittleEndian)
	if err != nil {
		return nil, err
	}
	b.Write(raw)
	return b.Bytes(), nil
}

const geoPackageHead = `pragma application_id = 0x47504B47; pragma user_version = 10300;
create table gpkg_spatial_ref_sys (srs_name text not null, srs_id integer primary key, organization text not null,
	organization_coordsys_id integer not null, definition text not null, description text);
insert into gpkg_spatial_ref_sys values
	('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', ''), ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', ''),
	('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]', 'longitude, latitude');
create table gpkg_contents (table_name text not null primary key, data_type text not null, identifier text unique, description text default '',
	last_change datetime not null, min_x double, min_y double, max_x double, max_y double, srs_id integer references gpkg_spatial_ref_sys(srs_id));
create table gpkg_geometry_columns (table_name text not null primary key references gpkg_contents(table_name), column_name text not null,
	geometry_type_name text not null, srs_id integer not null references gpkg_spatial_ref_sys(srs_id), z tinyint not null, m tinyint not null);`

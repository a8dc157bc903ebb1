// Package mapfile reads the map files that people have, as features: a geometry
// and its properties, one after the other. It reads GeoJSON and GeoJSON lines,
// KML and KMZ, Shapefiles in a zip, and GeoPackage.
//
// What belongs here: one reader a format, each bounded whatever the file says
// of itself, and the coordinate systems that files name. What does not: what
// the properties mean, lists without geometry (spreadsheets), writing.
package mapfile

import (
	"context"
	"errors"
	"io"

	"github.com/paulmach/orb"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"maillage/geo/crs"
	"maillage/geo/packed"
)

// Format is a kind of map file, told by its content alone.
type Format string

// The formats read here.
const (
	GeoJSON    Format = "GeoJSON"
	KML        Format = "KML"
	KMZ        Format = "KMZ"
	Shapefile  Format = "Shapefile"
	GeoPackage Format = "GeoPackage"
)

// Feature is one entry of a map file.
type Feature struct {
	Number     int          // among those of the file, the first is 1
	Layer      string       // table, file or folder it stands in; "" where the format has none
	Geometry   orb.Geometry // nil where it has none; heights and measures are dropped
	EPSG       int          // of Geometry: 4326, or the file's own with Options.Native; 0 untold
	Properties []Property   // in the file's order, those without value among them
	Flaw       *Error       // what is wrong with this feature alone: its geometry is nil then
}

// Property is one named value, as text: numbers as the file writes them, null as
// "", lists of plain values joined by |.
type Property struct{ Name, Value string }

// Value is the value of a property, "" where there is none of this name.
func (f *Feature) Value(name string) string {
	for i := range f.Properties {
		if f.Properties[i].Name == name {
			return f.Properties[i].Value
		}
	}
	return ""
}

// Options say what is wanted of a file.
type Options struct {
	Layer  string // read this layer alone; "" for all of them
	Native bool   // leave coordinates in the file's system instead of lon/lat WGS84
	EPSG   int    // the system of files that do not tell theirs; 0: told by range, or refused
	Limits Limits // the zero value is DefaultLimits
}

// Info is what a file is, as far as it was read.
type Info struct {
	Format   Format
	Features int
	Layers   []Layer  // those read, in the file's order
	Named    []string // the layers of a Shapefile or a GeoPackage, read or not
}

// Layer is one table, file or folder of features.
type Layer struct {
	Name     string
	EPSG     int // as the file tells it; 0 where it does not
	Features int
	Points   int // of Features, those that are points
	Polygons int // of Features, those that are polygons
}

// Read hands each feature of a file to each, in the file's order; each may keep
// what it is given. Geometries are lon/lat WGS84 unless Options.Native. A
// feature whose geometry cannot be read comes with a Flaw. An error is about the
// file as a whole: an *Error, what each returned, or ctx's own; features handed
// out before it are then part of nothing.
func Read(ctx context.Context, r io.ReaderAt, size int64, o Options, each func(Feature) error) (Info, error) {
	o.Limits = o.Limits.orDefault()
	format, ok := Detect(r, size)
	if !ok {
		return Info{}, fail(NotMap, "")
	}
	s := &sink{ctx: ctx, o: o, each: each, info: Info{Format: format}}
	var err error
	switch format {
	case GeoJSON:
		err = readGeoJSON(utf8Text(io.NewSectionReader(r, 0, size)), s)
	case KML:
		err = readKML(utf8Text(io.NewSectionReader(r, 0, size)), s)
	case KMZ:
		err = readKMZ(r, size, s)
	case Shapefile:
		err = readShapefiles(r, size, s)
	case GeoPackage:
		err = readGeoPackage(io.NewSectionReader(r, 0, size), s)
	}
	if err == nil && o.Layer != "" && len(s.info.Layers) == 0 {
		err = fail(NoLayer, o.Layer)
	}
	return s.info, unpacked(err, o.Limits)
}

// unpacked makes an *Error of what an archive was refused for.
func unpacked(err error, l Limits) error {
	var of *packed.Error
	if !errors.As(err, &of) {
		return err
	}
	switch of.Reason {
	case packed.Cut:
		return fail(Cut, of.Name)
	case packed.Locked:
		return fail(Encrypted, of.Name)
	case packed.TooMuch:
		return &Error{Code: TooMuchUnpacked, Detail: of.Name, Limit: int(l.Unpacked)}
	case packed.TooMany:
		return past(TooManyEntries, l.Entries, of.Count)
	}
	return fail(Broken, of.Error())
}

// utf8Text reads a text that begins with a UTF-16 mark as UTF-8, and any other as
// it is but for UTF-8's own mark.
func utf8Text(r io.Reader) io.Reader {
	return transform.NewReader(r, unicode.BOMOverride(transform.Nop))
}

// sink takes features from a reader, counts them, brings them to WGS84 and hands
// them on.
type sink struct {
	ctx  context.Context
	o    Options
	each func(Feature) error
	info Info
}

// layer begins a layer; false when it is not wanted.
func (s *sink) layer(name string, epsg int) bool {
	if s.o.Layer != "" && name != s.o.Layer {
		return false
	}
	s.info.Layers = append(s.info.Layers, Layer{Name: name, EPSG: epsg})
	return true
}

// take hands a feature of the layer begun last on.
func (s *sink) take(f Feature) error {
	if s.info.Features >= s.o.Limits.Features {
		return limit(TooManyFeatures, s.o.Limits.Features)
	}
	if s.info.Features%256 == 0 && s.ctx.Err() != nil {
		return s.ctx.Err()
	}
	if len(f.Properties) > s.o.Limits.Properties {
		return past(TooManyProperties, s.o.Limits.Properties, len(f.Properties))
	}
	l := &s.info.Layers[len(s.info.Layers)-1]
	s.info.Features++
	l.Features++
	f.Number, f.Layer = s.info.Features, l.Name
	switch f.Geometry.(type) {
	case orb.Point, orb.MultiPoint:
		l.Points++
	case orb.Polygon, orb.MultiPolygon, orb.Collection:
		l.Polygons++
	}
	if f.Geometry != nil {
		if f.EPSG == 0 {
			f.EPSG = s.o.EPSG
		}
		if !s.o.Native {
			if err := s.degrees(&f); err != nil {
				return err
			}
		}
	}
	return s.each(f)
}

// degrees brings a feature's geometry to lon/lat WGS84.
func (s *sink) degrees(f *Feature) error {
	if f.EPSG == 0 {
		if f.EPSG = guessSystem(f.Geometry.Bound()); f.EPSG == 0 {
			return fail(UnknownSystem, "")
		}
	}
	system, ok := crs.ByEPSG(f.EPSG)
	if !ok {
		return fail(UnknownSystem, epsgText(f.EPSG))
	}
	f.EPSG = 4326
	if system.Geographic() {
		return nil
	}
	// A file that names Lambert-93 over degrees: no land of France projects there.
	if b := f.Geometry.Bound(); withinDegrees(b) && system.EPSG() != 3857 {
		return nil
	}
	if f.Geometry, ok = inverse(f.Geometry, system); !ok {
		f.Geometry, f.Flaw = nil, fail(BadGeometry, "its coordinates lie outside their coordinate system")
	}
	return nil
}

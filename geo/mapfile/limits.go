package mapfile

import (
	"cmp"
	"time"

	"maillage/geo/packed"
)

// Limits bound what a file may ask for, whatever it says of itself.
type Limits struct {
	Unpacked   int64 // bytes, of all that an archive holds and is read
	Ratio      int64 // of a packed file's bytes unpacked to packed, past the first 16 MB
	Entries    int   // files in an archive
	Features   int
	Vertices   int // of one feature
	Rings      int // of one feature: putting holes in their rings takes their square
	Properties int // of one feature
	Text       int // bytes of one property
	Depth      int // of folders, collections, nested values

	Time time.Duration // of reading a GeoPackage: the pages of a made-up file may point in circles
}

// DefaultLimits hold for files of a whole country, such as 100,000 polygons.
var DefaultLimits = Limits{
	Unpacked: 2 << 30, Ratio: 200, Entries: 1000, Features: 1_000_000,
	Vertices: 500_000, Rings: 20_000, Properties: 300, Text: 1 << 20, Depth: 40,
	Time: 5 * time.Minute,
}

func (l Limits) archive() packed.Limits {
	return packed.Limits{Unpacked: l.Unpacked, Ratio: l.Ratio, Entries: l.Entries}
}

func (l Limits) orDefault() Limits {
	d := DefaultLimits
	return Limits{
		Unpacked: cmp.Or(l.Unpacked, d.Unpacked), Ratio: cmp.Or(l.Ratio, d.Ratio), Entries: cmp.Or(l.Entries, d.Entries),
		Features: cmp.Or(l.Features, d.Features), Vertices: cmp.Or(l.Vertices, d.Vertices), Rings: cmp.Or(l.Rings, d.Rings),
		Properties: cmp.Or(l.Properties, d.Properties), Text: cmp.Or(l.Text, d.Text), Depth: cmp.Or(l.Depth, d.Depth), Time: cmp.Or(l.Time, d.Time),
	}
}

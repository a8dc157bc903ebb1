package inventory

import (
	"regexp"
	"time"
)

// Source says where something that an operator loaded comes from.
type Source struct {
	Source   string // who publishes it, shown where its figures are
	Vintage  string // the year or day it is of
	Licence  string
	Checksum string // SHA-256 of the file, hexadecimal
	LoadedAt time.Time
}

// UnitKind is a kind of unit that an operator loaded.
type UnitKind struct {
	Kind string // as in KIND:code
	Source
	Units int
}

// Layer is a layer of weights that an operator loaded: on cells of the line, or
// on communes by their codes, one of the two.
type Layer struct {
	Name string // as in layer=
	Unit string // what is counted: habitants, ménages
	Source
	Cells    []CellWeight       // ascending
	Communes map[string]float64 // by INSEE code
}

// CellWeight is the weight of one cell.
type CellWeight struct {
	Cell   int32
	Weight float64 // kept in thousandths
}

var (
	kindForm  = regexp.MustCompile(`^[a-z0-9_-]{1,30}$`)
	layerForm = regexp.MustCompile(`^[a-z0-9_-]{1,40}$`)
)

// Validate returns every fault of k.
func (k *UnitKind) Validate() error {
	var f fields
	switch {
	case k.Kind == Commune || k.Kind == EPCI || k.Kind == Departement || k.Kind == Region:
		f.add("kind", k.Kind, "standard_kind", "is a kind of the territory itself: choose another word, such as nro")
	case !kindForm.MatchString(k.Kind):
		f.add("kind", k.Kind, "bad_kind", "is 1 to 30 of a-z, 0-9, _ and hyphens, such as nro")
	}
	k.validate(&f)
	return InvalidFields("kind", f)
}

// Validate returns every fault of l, but those of its weights.
func (l *Layer) Validate() error {
	var f fields
	if !layerForm.MatchString(l.Name) {
		f.add("name", l.Name, "bad_name", "is 1 to 40 of a-z, 0-9, _ and hyphens, such as households")
	}
	f.text("unit", l.Unit, 1, 60)
	l.validate(&f)
	return InvalidFields("layer", f)
}

func (s *Source) validate(f *fields) {
	f.text("source", s.Source, 1, 300)
	f.text("vintage", s.Vintage, 0, 60)
	f.text("licence", s.Licence, 0, 300)
}

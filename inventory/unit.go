package inventory

import (
	"time"

	"github.com/paulmach/orb"

	"maillage/geo/line"
)

// The kinds of unit that every territory has.
const (
	Commune     = "commune"
	EPCI        = "epci"
	Departement = "departement"
	Region      = "region"
)

// Unit is a coded piece of land: a commune, an EPCI, a département, a région,
// or one of a layer that operators loaded.
type Unit struct {
	Kind        string
	Code        string // INSEE code of communes, départements, régions; SIREN of EPCI
	Name        string
	Departement string    // code; of communes
	Region      string    // code; of communes and départements
	EPCI        string    // SIREN; of communes that are in one
	Postcodes   []string  // of communes
	Population  int64     // inhabitants
	Territory   string    // code of the line's territory
	Centre      orb.Point // a point inside, lon/lat; zero when nothing is known
	Located     bool      // it has a boundary
	Box         orb.Bound // of the boundary, lon/lat
	Cells       line.Set  // nil when it has no boundary
}

// Territory says where the boundaries in force come from.
type Territory struct {
	Source      string // a file, an address, or "builtin"
	Checksum    string // SHA-256 of the source, hexadecimal
	Licence     string
	Approximate bool // the built-in approximation
	LoadedAt    time.Time
}

// Package builtin holds the list of France's communes, EPCI, départements and
// régions of 2026, what became of former communes, the positions of some nine
// thousand communes and rough shapes of the départements, all embedded in the
// program. generate.mjs makes them from npm packages; docs/sources.md names
// their sources and licences.
//
// What belongs here: data that every instance has before it loads anything. What
// does not: how that data becomes a territory (package territory).
package builtin

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	_ "embed" // the two files below
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"github.com/paulmach/orb"
)

//go:embed france.json.gz
var france []byte

//go:embed departements.json.gz
var departements []byte

// Licence is the licence and attribution of the list and of the approximation.
const Licence = "Licence Ouverte 2.0 (INSEE, DGCL, La Poste, by Etalab); positions CC BY 4.0 GeoNames; shapes Natural Earth (public domain)"

// Commune is a commune of the list.
type Commune struct {
	Code, Name  string
	Departement string // code
	EPCI        string // SIREN, "" for none
	Population  int64
	Postcodes   []string
	At          orb.Point // lon, lat of its chief place
	Located     bool      // At is known
}

// Named is a code with a name; Region goes with départements.
type Named struct{ Code, Name, Region string }

// Former is a code that names no commune any more: a merged commune, a
// delegated one, or an arrondissement of Paris, Lyon or Marseille.
type Former struct {
	Code, Now      string // Now is the commune it is in today
	Name           string // "" when unknown
	Arrondissement bool
}

// List is France as of Year. Every slice is sorted by code; callers must not
// change what they get.
type List struct {
	Year         int
	Sources      []string // npm packages with versions
	Regions      []Named
	Departements []Named
	EPCI         []Named
	Communes     []Commune
	Former       []Former

	commune     map[string]*Commune
	departement map[string]*Named
	former      map[string]*Former
}

// Commune returns the commune of a code.
func (l *List) Commune(code string) (*Commune, bool) {
	c, ok := l.commune[code]
	return c, ok
}

// Departement returns the département of a code.
func (l *List) Departement(code string) (*Named, bool) {
	d, ok := l.departement[code]
	return d, ok
}

// FormerCode returns what became of a code that is no commune's any more.
func (l *List) FormerCode(code string) (*Former, bool) {
	f, ok := l.former[code]
	return f, ok
}

// DepartementOf is the code of the département that an INSEE code of a commune
// belongs to, by its form: two characters, three overseas.
func DepartementOf(commune string) string {
	if len(commune) < 3 {
		return ""
	}
	if strings.HasPrefix(commune, "97") || strings.HasPrefix(commune, "98") {
		return commune[:3]
	}
	return commune[:2]
}

// France is the list, decoded at the first call. It panics when the embedded
// file cannot be read, which only a broken build can cause.
var France = sync.OnceValue(func() *List {
	l, err := decode(france)
	if err != nil {
		panic(fmt.Sprintf("builtin: %v", err))
	}
	return l
})

// Shapes returns rough polygons of the départements by code, lon/lat to a
// thousandth of a degree; neighbours share their borders exactly.
func Shapes() (map[string]orb.MultiPolygon, error) {
	var shapes map[string]orb.MultiPolygon
	if err := unpack(departements, &shapes); err != nil {
		return nil, err
	}
	return shapes, nil
}

// Checksum is the SHA-256 of the embedded data, hexadecimal.
func Checksum() string {
	h := sha256.New()
	h.Write(france)
	h.Write(departements)
	return hex.EncodeToString(h.Sum(nil))
}

func unpack(packed []byte, into any) error {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return err
	}
	return json.NewDecoder(z).Decode(into)
}

func decode(packed []byte) (*List, error) {
	var raw struct {
		Year         int
		Sources      []string
		Regions      [][]string
		Departements [][]string
		EPCI         [][]string
		Communes     []communeRow
		Former       [][4]string
	}
	if err := unpack(packed, &raw); err != nil {
		return nil, err
	}
	l := &List{Year: raw.Year, Sources: raw.Sources,
		Regions: named(raw.Regions), Departements: named(raw.Departements), EPCI: named(raw.EPCI),
		commune: map[string]*Commune{}, departement: map[string]*Named{}, former: map[string]*Former{}}
	for _, r := range raw.Communes {
		l.Communes = append(l.Communes, Commune(r))
	}
	for _, f := range raw.Former {
		l.Former = append(l.Former, Former{Code: f[0], Now: f[1], Name: f[2], Arrondissement: f[3] == "arrondissement"})
	}
	for i := range l.Communes {
		l.commune[l.Communes[i].Code] = &l.Communes[i]
	}
	for i := range l.Departements {
		l.departement[l.Departements[i].Code] = &l.Departements[i]
	}
	for i := range l.Former {
		l.former[l.Former[i].Code] = &l.Former[i]
	}
	return l, nil
}

func named(rows [][]string) []Named {
	out := make([]Named, len(rows))
	for i, r := range rows {
		out[i] = Named{Code: r[0], Name: r[1]}
		if len(r) > 2 {
			out[i].Region = r[2]
		}
	}
	return out
}

// communeRow reads [code, name, département, epci, population, "postcodes"]
// with lon and lat behind it where they are known.
type communeRow Commune

func (c *communeRow) UnmarshalJSON(b []byte) error {
	var postcodes string
	row := []any{&c.Code, &c.Name, &c.Departement, &c.EPCI, &c.Population, &postcodes, &c.At[0], &c.At[1]}
	if err := json.Unmarshal(b, &row); err != nil {
		return err
	}
	c.Located = len(row) == 8
	c.Postcodes = strings.Fields(postcodes)
	return nil
}

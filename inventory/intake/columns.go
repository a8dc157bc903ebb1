package intake

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"maillage/inventory"
)

// field is one thing a column can say about an entry, under its own name and
// the usual ones, folded; earlier names win over later ones.
type field struct {
	name  string
	words []string
}

var commonFields = []field{
	{"code", []string{"code", "identifiant", "ref", "reference", "slug", "codesite", "codezone", "id", "idsite", "idzone", "uid"}},
	{"name", []string{"name", "nom", "label", "libelle", "designation", "intitule", "nomsite", "nompop", "nomdusite", "nomdupop", "nomzone", "nomdelazone", "site"}},
	{"status", []string{"status", "statut", "etat", "networkstatus"}},
	{"technologies", []string{"technologies", "technologie", "techno", "technos", "technology", "tech"}},
	{"capacity_gbps", []string{"capacitygbps", "capacitegbps", "capacite", "capacity", "debitgbps", "debit", "bandepassante", "bandwidth"}},
	{"audience", []string{"audience", "visibilite", "visibility", "confidentialite"}},
	{"crs", []string{"crs", "srid", "epsg", "projection", "scr", "systemedecoordonnees", "srs"}},
	{"wkt", []string{"wkt", "geom", "geometry", "geometrie", "thegeom", "geomwkt", "wktgeom", "polygone", "contour"}},
}

var popFields = append(slices.Clone(commonFields), []field{
	{"code", []string{"codepop", "idpop", "codedupop"}},
	{"name", []string{"pop"}},
	{"kind", []string{"kind", "type", "nature", "typesite", "typedesite", "typepop", "nodetype", "categorie"}},
	{"longitude", []string{"longitude", "lon", "lng", "long", "xwgs84", "longitudewgs84", "wgs84x", "lonwgs84", "coordlon", "gpslon", "gpslongitude", "xlong", "longdd"}},
	{"latitude", []string{"latitude", "lat", "ywgs84", "latitudewgs84", "wgs84y", "latwgs84", "coordlat", "gpslat", "gpslatitude", "ylat", "latdd"}},
	{"x", []string{"x", "xl93", "xlambert93", "lambert93x", "l93x", "xlambert", "xl2e", "xlambert2", "xlambert2e", "xlambert2etendu", "xlambertii", "xlambertiietendu", "lambert2x", "lambert2ex", "l2ex", "coordx", "coordonneex", "xcoord", "easting"}},
	{"y", []string{"y", "yl93", "ylambert93", "lambert93y", "l93y", "ylambert", "yl2e", "ylambert2", "ylambert2e", "ylambert2etendu", "ylambertii", "ylambertiietendu", "lambert2y", "lambert2ey", "l2ey", "coordy", "coordonneey", "ycoord", "northing"}},
	{"position", []string{"position", "coordonnees", "coordonneesgps", "coordinates", "latlon", "latlong", "latlng", "latitudelongitude", "lonlat", "longlat", "longitudelatitude", "gps", "pointgps", "positiongps", "geopoint", "geopoint2d", "geolocalisation", "geoloc", "coordgps", "coords"}},
	{"address", []string{"address", "adresse", "address1", "adresse1", "adressesite", "rue", "voie", "street", "adressepostale", "physicaladdress"}},
	{"postcode", []string{"postcode", "codepostal", "cp", "zipcode", "zip", "postalcode"}},
	{"city", []string{"city", "ville", "commune", "town", "nomcommune", "libellecommune", "nomdelacommune", "localite", "municipality"}},
	{"insee", []string{"insee", "codeinsee", "codgeo", "codecommune", "codeinseecommune", "inseecom", "comcode", "inseecode", "communeinsee", "depcom", "codeinseedelacommune"}},
	{"position_source", []string{"positionsource", "sourceposition", "sourcedelaposition"}},
	{"facility", []string{"facility", "sitehebergeur", "datacenter", "datacentre", "hebergeur", "batiment", "facilityname", "facid"}},
	{"opened_on", []string{"openedon", "dateouverture", "miseenservice", "datemiseenservice", "datedemiseenservice", "ouverture", "ouvertle", "opened", "mes"}},
	{"closed_on", []string{"closedon", "datefermeture", "fermeture", "fermele", "datedefermeture", "closed"}},
}...)

var zoneFields = append(slices.Clone(commonFields), []field{
	{"name", []string{"zone"}},
	{"supplier", []string{"supplier", "fournisseur", "operateurinfra", "operateurdinfrastructure", "oi", "operateurdimmeuble", "reseau", "rip", "operateur"}},
	{"handoff", []string{"handoff", "porte", "portedelivraison", "pop", "livraison", "codepop", "handoffpop", "popdelivraison", "pointdelivraison"}},
	{"communes", []string{"communes", "commune", "codescommunes", "codesinsee", "insee", "codeinsee", "codgeo", "codecommune", "communesinsee", "inseecodes", "listecommunes"}},
	{"epci", []string{"epci", "codesepci", "codeepci", "sirenepci", "epcisiren", "siren", "intercommunalites", "intercommunalite", "interco"}},
	{"departements", []string{"departements", "departement", "dep", "dept", "depts", "codedepartement", "codesdepartements", "codedep", "departments"}},
	{"units", []string{"units", "unites", "unite", "unit"}},
	{"extent", []string{"extent", "extentkind"}},
	{"radius_km", []string{"radiuskm", "rayon", "rayonkm", "radius", "rayonenkm"}},
	{"available_on", []string{"availableon", "disponiblele", "disponibilite", "datedisponibilite", "datededisponibilite", "ouverturecommerciale", "dateouverturecommerciale", "miseenservice", "datemiseenservice", "datedemiseenservice", "available"}},
	{"setup_eur", []string{"setupeur", "fas", "fraisacces", "fraisdacces", "fraisdaccesauservice", "setup", "fraisdemiseenservice", "fraismiseenservice", "nrc"}},
	{"monthly_eur", []string{"monthlyeur", "abonnement", "mensuel", "abonnementmensuel", "prixmensuel", "mensualite", "redevance", "monthly", "mrc", "redevancemensuelle"}},
	{"price_audience", []string{"priceaudience", "visibiliteprix", "visibilitedesprix", "audienceprix", "visibiliteduprix"}},
}...)

func fieldsOf(kind string) []field {
	if kind == inventory.KindZones {
		return zoneFields
	}
	return popFields
}

// FieldNames lists the fields a list of this kind may have: the left side of a
// mapping.
func FieldNames(kind string) []string {
	var names []string
	for _, f := range fieldsOf(kind) {
		if !slices.Contains(names, f.name) { // code and name stand twice for PoPs
			names = append(names, f.name)
		}
	}
	return append(names, SheetField)
}

// reportColumns are those that our own report adds; a mended report is uploaded
// as it is.
var reportColumns = map[string]bool{"erreur": true, "error": true, "afaire": true, "todo": true}

var known = func() map[string]bool {
	m := map[string]bool{"erreur": true, "afaire": true}
	for _, fs := range [][]field{popFields, zoneFields} {
		for _, f := range fs {
			for _, w := range f.words {
				m[w] = true
			}
		}
	}
	return m
}()

var inBrackets = regexp.MustCompile(`[(\[].*?[)\]]`)

// columnWord is a column's name as it is compared: folded, and what stands in
// brackets ("Capacité (Gbit/s)") left out, unless nothing else is there.
func columnWord(name string) string {
	if w := fold(inBrackets.ReplaceAllString(name, "")); w != "" {
		return w
	}
	return fold(name)
}

func knownName(name string) bool { return known[columnWord(name)] }

// columns says which column of a file says what.
type columns struct {
	of      map[string]int    // field → column
	names   map[string]string // field → the column's name
	by      map[string]inventory.ColumnBy
	ignored []inventory.IgnoredColumn
	all     []inventory.ImportColumn
	epsg    int  // that the names of x and y tell; 0 when they do not
	zeros   bool // codes may have lost their leading zeros to a spreadsheet
}

// has tells whether the file says anything about one of these fields.
func (c *columns) has(fields ...string) bool {
	return slices.ContainsFunc(fields, func(f string) bool { _, ok := c.of[f]; return ok })
}

// value is the cleaned cell of a row in a field, "" when there is none.
func (c *columns) value(r *Row, field string) string {
	i, ok := c.of[field]
	if !ok {
		return ""
	}
	return withZeros(field, clean(r.Cell(i)), c.zeros)
}

var (
	fourDigits = regexp.MustCompile(`\b[0-9]{4}\b`)
	oneDigit   = regexp.MustCompile(`\b[0-9]\b`)
)

// withZeros gives codes their leading zero back. A postcode of four digits has
// no other reading; INSEE codes get theirs where the file is a spreadsheet's
// own, whose cells are numbers: elsewhere their owner is asked.
func withZeros(field, v string, spreadsheet bool) string {
	switch {
	case field == "postcode", spreadsheet && (field == "insee" || field == "communes"):
		return fourDigits.ReplaceAllString(v, "0$0")
	case spreadsheet && field == "departements":
		return oneDigit.ReplaceAllString(v, "0$0")
	}
	return v
}

// column is the name under which people know a field: the file's own.
func (c *columns) column(field string) string { return cmp.Or(c.names[field], field) }

// recognise tells what each column says: those of mapping (field → column) as
// told, the others by their usual names, and, where a land is given, by what
// stands in them. With the fault that nothing is recognised come the columns all
// the same, each with its reason.
func recognise(t *Table, kind string, mapping map[string]string, in *land, lang Lang) (*columns, *fault) {
	c := &columns{of: map[string]int{}, names: map[string]string{}, by: map[string]inventory.ColumnBy{}, zeros: t.Zeros}
	used := make([]string, len(t.Columns)) // the field of each column
	if bad := c.mapped(t, kind, mapping, used); bad != nil {
		return nil, bad
	}
	words := make([]string, len(t.Columns))
	for i, name := range t.Columns {
		words[i] = columnWord(name)
	}
	for _, f := range fieldsOf(kind) {
		if _, told := mapping[f.name]; told || c.has(f.name) {
			continue
		}
		if i := choose(t, f, words, used); i >= 0 {
			c.use(t, used, f.name, i)
			c.by[f.name] = inventory.ByName
		}
	}
	if kind == inventory.KindPops {
		c.communeIsCode(t, used, mapping)
	}
	c.byContent(t, kind, mapping, words, used, in)
	c.epsg = c.namedSystem(t)
	c.leave(t, kind, mapping, words, used, lang)
	if len(c.of) == 0 && !t.Geometric && !t.placed {
		return c, c.unrecognised(t, kind)
	}
	return c, nil
}

// choose finds the column of a field by its name: the first of the usual ones,
// but for fields of codes the first that holds codes, since "commune" and
// "code_insee" often stand side by side. -1: none.
func choose(t *Table, f field, words, used []string) int {
	first := -1
	for _, w := range f.words {
		i := slices.Index(words, w)
		if i < 0 || used[i] != "" {
			continue
		}
		if !codeFields[f.name] || holdsCodes(t, i) {
			return i
		}
		if first < 0 {
			first = i
		}
	}
	return first
}

var codeFields = map[string]bool{"communes": true, "epci": true, "departements": true}

// holdsCodes tells whether nearly all words of a column look like codes.
func holdsCodes(t *Table, column int) bool {
	words, coded := 0, 0
	for r := range t.Rows {
		for _, w := range codes(t.Rows[r].Cell(column)) {
			if words++; unitCode.MatchString(w) {
				coded++
			}
		}
	}
	return words > 0 && coded*10 >= words*9
}

func (c *columns) use(t *Table, used []string, field string, i int) {
	used[i] = field
	c.of[field], c.names[field] = i, t.Columns[i]
}

func (c *columns) mapped(t *Table, kind string, mapping map[string]string, used []string) *fault {
	fields := FieldNames(kind)
	for _, f := range slices.Sorted(func(yield func(string) bool) {
		for f := range mapping {
			if !yield(f) {
				return
			}
		}
	}) {
		if !slices.Contains(fields, f) {
			return unknownMapField.is("kind", kind, "fields", strings.Join(fields, ", ")).at("", f)
		}
		want := mapping[f]
		if f == SheetField && want != "" {
			c.names[f] = want // the reader has seen to it
			continue
		}
		if want == "" { // told to leave the field alone
			continue
		}
		i := columnCalled(t, want)
		if i < 0 {
			return unknownMapColumn.is("columns", names(t.Columns)).at("", want)
		}
		if used[i] != "" {
			return mappedTwice.is("a", used[i], "b", f).at("", want)
		}
		c.use(t, used, f, i)
		c.by[f] = inventory.ByHand
	}
	return nil
}

// columnCalled is the column of a name, as it stands or nearly, or of # and a
// number counted from 1; -1 for none.
func columnCalled(t *Table, want string) int {
	if i := slices.Index(t.Columns, want); i >= 0 && want != "" {
		return i
	}
	if i := slices.IndexFunc(t.Columns, func(have string) bool { return fold(have) == fold(want) && fold(want) != "" }); i >= 0 && want[0] != '#' {
		return i
	}
	number, ok := strings.CutPrefix(want, "#")
	if n, err := strconv.Atoi(number); ok && err == nil && n >= 1 && n <= len(t.Columns) {
		return n - 1
	}
	return -1
}

func (c *columns) unrecognised(t *Table, kind string) *fault {
	example := "code, name, longitude, latitude"
	if kind == inventory.KindZones {
		example = "code, name, technologies, handoff, communes"
	}
	return noHeader.is("columns", names(t.Columns), "example", example)
}

// unitCode is the form of INSEE's codes of communes and départements and of
// SIREN, their leading zero lost or not.
var unitCode = regexp.MustCompile(`^([0-9]{1,5}|[0-9]{9}|2[ABab]([0-9]{3})?)$`)

// communeIsCode turns a column "commune" that holds INSEE codes into insee.
func (c *columns) communeIsCode(t *Table, used []string, mapping map[string]string) {
	i, ok := c.of["city"]
	if !ok || c.has("insee") || mapping["city"] != "" {
		return
	}
	if holdsCodes(t, i) {
		delete(c.of, "city")
		delete(c.names, "city")
		c.use(t, used, "insee", i)
		c.by["insee"] = inventory.ByContent
	}
}

// namedSystem is the coordinate system that the names of x and y tell.
func (c *columns) namedSystem(t *Table) int {
	i, ok := c.of["x"]
	if !ok {
		return 0
	}
	switch w := fold(t.Columns[i]); {
	case strings.Contains(w, "l93") || strings.Contains(w, "lambert93"):
		return 2154
	case strings.Contains(w, "l2e") || strings.Contains(w, "lambert2") || strings.Contains(w, "lambertii"):
		return 27572
	}
	return 0
}

// columnSamples is how many values of a column an import shows.
const columnSamples = 5

// leave lists all columns, and why those that say nothing are not used.
func (c *columns) leave(t *Table, kind string, mapping map[string]string, words, used []string, lang Lang) {
	c.all = make([]inventory.ImportColumn, len(t.Columns))
	for i, name := range t.Columns {
		samples := sampleOf(t, i)
		samples = samples[:min(len(samples), columnSamples)]
		for n := range samples {
			samples[n] = short(samples[n], 60)
		}
		c.all[i] = inventory.ImportColumn{Column: name, Field: used[i], By: c.by[used[i]], Samples: samples}
		if samples == nil {
			c.all[i].Samples = []string{}
		}
		if used[i] != "" {
			continue
		}
		why := ignoredUnknown.is("kind", kind)
		switch {
		case name == "":
			why = ignoredUnnamed.is()
		case reportColumns[words[i]]:
			why = ignoredReport.is()
		case slices.Contains(words[:i], words[i]):
			why = ignoredTwice.is()
		default:
			for _, f := range fieldsOf(kind) {
				if told, ok := mapping[f.name]; ok && told == "" && slices.Contains(f.words, words[i]) {
					why = ignoredTold.is()
				} else if slices.Contains(f.words, words[i]) && c.has(f.name) {
					why = ignoredOther.is("other", c.column(f.name), "field", f.name)
				}
			}
		}
		c.ignored = append(c.ignored, inventory.IgnoredColumn{Column: name, Reason: why.in(lang)})
		c.all[i].Reason = why.in(lang)
	}
}

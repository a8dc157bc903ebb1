package territory

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"maillage/geo/layer"
	"maillage/geo/line"
	"maillage/geo/mapfile"
	"maillage/inventory"
	"maillage/inventory/postgres"
)

// LayerFile is a file of weights, and how to read it.
type LayerFile struct {
	inventory.Layer                  // Name, Unit and what is known of its source
	File            string           // CSV, or a map file whose features have properties; packed with gzip or not
	Column          string           // that holds the weights; "": by its usual name
	Count           bool             // each row weighs one
	Who             inventory.Viewer // who loads it, for the history; the program itself when zero
}

// LayerSummary tells what a load of weights found.
type LayerSummary struct {
	inventory.Layer
	Column   string   // that was read, "" when rows were counted
	By       string   // the column that places rows: a square's id, a commune's code, or both coordinates
	Rows     int      // read
	Blank    int      // of which without a weight: blank, or withheld for secrecy
	Total    float64  // of the weights taken
	Unplaced float64  // of rows whose square, commune or point is not in France: left out
	Unknown  []string // the first ids and codes of those
}

// mostUnknown is how many ids a summary lists.
const mostUnknown = 10

// The columns that place a row, and those that weigh it, as files call them: INSEE's
// Filosofi squares, its files by commune, SIRENE, Arcep's. Case, accents and marks
// do not matter.
var (
	squareColumns    = []string{"idcar200m", "idcar", "idinspire", "idcarreau"}
	communeColumns   = []string{"codeinsee", "insee", "codgeo", "codecommune", "codeinseecommune", "codecommuneinsee", "inseecom", "codecommuneetablissement", "com", "depcom", "lcoggeo", "code"}
	longitudeColumns = []string{"longitude", "lon", "lng", "long", "x"}
	latitudeColumns  = []string{"latitude", "lat", "y"}
	// by the layer's name: Filosofi's own columns
	usualColumns = map[string][]string{
		"population": {"ind", "population", "pmun", "ptot"}, "habitants": {"ind", "population", "pmun"}, "individus": {"ind"},
		"households": {"men", "menages", "households"}, "menages": {"men", "menages", "households"}, "foyers": {"men"},
	}
	usualUnits = map[string]string{"population": "habitants", "households": "ménages", "menages": "ménages", "establishments": "établissements",
		"etablissements": "établissements"}
)

// AddLayer loads a layer of weights from a file, in one transaction, in place of
// the one of its name. Rows are placed by the id of an INSEE 200 m square
// (idcar_200m), by longitude and latitude, or by an INSEE code of a commune, over
// whose cells the weight is spread. Weights of one place add up. A layer called
// population stands for the one that is always there, until it is removed.
//
// Errors are inventory.Invalid, saying which row or column is wrong and what to
// do; nothing is changed then.
func AddLayer(ctx context.Context, store *postgres.Store, l LayerFile, report Progress) (LayerSummary, error) {
	sum := LayerSummary{Layer: l.Layer}
	f, err := openData(l.File)
	if err != nil {
		return sum, err
	}
	defer f.close()
	if sum.Source.Source == "" {
		sum.Source.Source = f.name
	}
	if sum.Layer.Unit == "" {
		sum.Layer.Unit = usualUnits[l.Name]
	}
	if sum.Layer.Unit == "" {
		sum.Layer.Unit = l.Name
	}
	sum.Checksum = f.checksum
	if err := sum.Validate(); err != nil {
		return sum, err
	}
	g, err := Read(ctx, store.Pool)
	if err != nil {
		return sum, err
	}
	w := &weigher{file: l, sum: &sum, gazetteer: g, communes: map[string]float64{}}
	if _, isMap := mapfile.Detect(f.File, f.size); isMap {
		err = f.features(ctx, report, w.feature)
	} else {
		err = readCSV(ctx, f, report, w.row)
	}
	if err == nil {
		err = w.finish()
	}
	if err != nil {
		return sum, err
	}
	return sum, store.Write(ctx, orService(l.Who), "layer:"+l.Name, func(tx pgx.Tx) error {
		return postgres.PutLayer(ctx, tx, sum.Layer)
	})
}

// RemoveLayer removes a layer that AddLayer loaded; inventory.NotFound when there
// is none.
func RemoveLayer(ctx context.Context, store *postgres.Store, who inventory.Viewer, name string) error {
	return store.Write(ctx, who, "layer:"+name, func(tx pgx.Tx) error {
		return postgres.DeleteLayer(ctx, tx, name)
	})
}

// weigher turns rows into weights.
type weigher struct {
	file      LayerFile
	sum       *LayerSummary
	gazetteer *Gazetteer

	ready             bool
	place, lat, value int // columns: place is the square's, the commune's or the longitude's; lat and value -1 for none
	square            bool

	cells    []inventory.CellWeight
	communes map[string]float64
}

// feature takes a feature of a map file as a row; a point places it where no
// column does.
func (w *weigher) feature(f mapfile.Feature) error {
	header, row := make([]string, 0, len(f.Properties)+2), make([]string, 0, len(f.Properties)+2)
	for _, p := range f.Properties {
		header, row = append(header, p.Name), append(row, p.Value)
	}
	if at, ok := f.Geometry.(orb.Point); ok {
		header = append(header, "longitude", "latitude")
		row = append(row, strconv.FormatFloat(at[0], 'f', -1, 64), strconv.FormatFloat(at[1], 'f', -1, 64))
	}
	return w.row(f.Number, header, row)
}

// row takes one row; header is the same for all.
func (w *weigher) row(number int, header, row []string) error {
	if !w.ready {
		if err := w.columns(header); err != nil {
			return err
		}
	}
	w.sum.Rows++
	at := func(i int) string {
		if i < 0 || i >= len(row) {
			return ""
		}
		return strings.TrimSpace(row[i])
	}
	weight := 1.0
	if w.value >= 0 {
		text := at(w.value)
		if withheld(text) {
			w.sum.Blank++
			return nil
		}
		var err error
		weight, err = strconv.ParseFloat(plainNumber.Replace(text), 64)
		if err != nil || !(weight >= 0 && weight <= layer.MaxWeight) {
			return invalid("bad_weight", "row %d has the weight “%.40s” in its column %s, which is no number from 0 on", number, text, w.sum.Column)
		}
	}
	if w.lat >= 0 {
		return w.point(number, at(w.place), at(w.lat), weight)
	}
	return w.keyed(at(w.place), weight)
}

// plainNumber takes the blanks between thousands out, and makes the comma a point.
var plainNumber = strings.NewReplacer(",", ".", " ", "", "\u00a0", "", "\u202f", "")

// withheld tells a value that files leave out: blank, or by a word for it.
func withheld(s string) bool {
	return s == "" || slices.Contains([]string{"s", "nd", "na", "n/a", "n.d.", "null", "-", "ns", "c"}, strings.ToLower(s))
}

func (w *weigher) point(number int, x, y string, weight float64) error {
	if x == "" && y == "" {
		w.miss("row "+strconv.Itoa(number), weight)
		return nil
	}
	lon, err := strconv.ParseFloat(strings.ReplaceAll(x, ",", "."), 64)
	lat, err2 := strconv.ParseFloat(strings.ReplaceAll(y, ",", "."), 64)
	if err != nil || err2 != nil || !(lon >= -180 && lon <= 180 && lat >= -90 && lat <= 90) {
		return invalid("bad_position", "row %d is at longitude “%.40s”, latitude “%.40s”: degrees are needed (WGS84)", number, x, y)
	}
	cell, ok := line.Locate(lon, lat)
	if !ok {
		w.miss(fmt.Sprintf("%s %s", x, y), weight)
		return nil
	}
	w.add(cell, weight)
	return nil
}

// keyed places a row by a square's id or a commune's code.
func (w *weigher) keyed(key string, weight float64) error {
	if w.square {
		cell, err := line.ParseInseeID(key)
		if err != nil {
			w.miss(key, weight)
			return nil
		}
		w.add(cell, weight)
		return nil
	}
	code := wholeCode(key)
	if now, ok := w.gazetteer.Former(code); ok {
		code = now
	}
	if _, ok := w.gazetteer.Unit(inventory.Commune, code); !ok {
		w.miss(key, weight)
		return nil
	}
	w.communes[code] += weight
	w.sum.Total += weight
	return nil
}

func (w *weigher) add(cell int32, weight float64) {
	w.cells = append(w.cells, inventory.CellWeight{Cell: cell, Weight: weight})
	w.sum.Total += weight
}

func (w *weigher) miss(key string, weight float64) {
	w.sum.Unplaced += weight
	if len(w.sum.Unknown) < mostUnknown {
		w.sum.Unknown = append(w.sum.Unknown, short(key))
	}
}

func short(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// finish makes the layer of what was read.
func (w *weigher) finish() error {
	if w.sum.Rows == 0 {
		return invalid("no_rows", "the file holds no row")
	}
	if w.sum.Total == 0 {
		return invalid("no_weight", "none of the %d rows weighs anything in France: is %s the right column, and does %s place rows? The first that are not known: %s",
			w.sum.Rows, nameOr(w.sum.Column, "(counting)"), w.sum.By, nameOr(strings.Join(w.sum.Unknown, ", "), "none"))
	}
	if w.sum.Unplaced > w.sum.Total {
		return invalid("misplaced", "more than half of the weights are in no place known here: %s does not hold what places rows, or the territory in force lacks it. The first: %s",
			w.sum.By, strings.Join(w.sum.Unknown, ", "))
	}
	if w.cells == nil {
		w.sum.Communes = w.communes
		return nil
	}
	slices.SortFunc(w.cells, func(a, b inventory.CellWeight) int { return int(a.Cell) - int(b.Cell) })
	sums := w.cells[:0]
	for _, c := range w.cells {
		if n := len(sums); n > 0 && sums[n-1].Cell == c.Cell {
			sums[n-1].Weight += c.Weight
		} else {
			sums = append(sums, c)
		}
	}
	w.sum.Cells = sums
	return nil
}

func nameOr(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

package territory

import (
	"context"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"golang.org/x/sync/errgroup"

	"maillage/geo/line"
	"maillage/geo/mapfile"
	"maillage/geo/raster"
	"maillage/inventory"
	"maillage/inventory/postgres"
)

// MaxUnits is the most units that one kind may have: twice France's PM areas.
const MaxUnits = 200_000

// maxRows is the most rows or features that a file of units or weights may have:
// four times INSEE's 200 m squares.
const maxRows = 10_000_000

// KindFile is a file of coded polygons, and how to read it.
type KindFile struct {
	inventory.UnitKind                  // Kind and what is known of its source; the file's name for none
	File               string           // GeoJSON, a zipped Shapefile, GeoPackage or KML; packed with gzip or not
	Code, Name         string           // properties; "": by their usual names
	Who                inventory.Viewer // who loads it, for the history; the program itself when zero
}

// KindSummary tells what a load of units found.
type KindSummary struct {
	inventory.UnitKind
	CodeFrom, NameFrom string   // the properties that were read
	Elsewhere          int      // features outside the territories, or without polygon: left out
	Tiny               int      // units that hold no cell's centre: they are there, and cover nothing
	Redrawn            int      // zones made of such units, drawn again
	Stale              []string // zones that name units which are gone: they keep the land they had
}

// The properties that hold codes and names, beside those that have the kind's own
// name: of Arcep's, of GraceTHD (t_znro, t_zsro), of operators.
var (
	codeNames = []string{"code", "zn_code", "zs_code", "zn_nroref", "zs_refpm", "reference_pm", "refpm", "code_pm", "code_nro", "ref", "reference", "id"}
	unitNames = []string{"nom", "name", "libelle", "label", "nom_officiel", "zn_nom", "zs_nom"}
)

// AddKind loads a kind of unit from a file, in one transaction: when anything
// fails, what was there stays. Loaded again, it replaces the units and draws the
// zones that name them again.
//
// Errors are inventory.Invalid, saying what is wrong with the file or its words
// and what to do; TooLarge past MaxUnits.
func AddKind(ctx context.Context, store *postgres.Store, k KindFile, report Progress) (KindSummary, error) {
	sum := KindSummary{UnitKind: k.UnitKind}
	f, err := openData(k.File)
	if err != nil {
		return sum, err
	}
	defer f.close()
	if sum.Source.Source == "" {
		sum.Source.Source = f.name
	}
	sum.Checksum = f.checksum
	if err := sum.Validate(); err != nil {
		return sum, err
	}
	units, err := readUnits(ctx, f, k, &sum, report)
	if err != nil {
		return sum, err
	}
	if err := rasteriseUnits(ctx, units, &sum, report); err != nil {
		return sum, err
	}
	err = store.Write(ctx, orService(k.Who), "units:"+k.Kind, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock(hashtext('maillage territory'))"); err != nil {
			return err
		}
		if err := postgres.PutKind(ctx, tx, sum.UnitKind, rowsOf(units, report)); err != nil {
			return err
		}
		var err error
		sum.Redrawn, sum.Stale, err = redrawZones(ctx, tx, func(z *inventory.Zone) bool {
			return slices.ContainsFunc(z.Extent.Codes, func(c string) bool { return strings.HasPrefix(c, k.Kind+":") })
		})
		return err
	})
	if err != nil {
		return sum, err
	}
	_, err = store.Pool.Exec(ctx, "ANALYZE unit")
	return sum, err
}

// RemoveKind removes a kind of unit that AddKind loaded. Errors: those of
// postgres.DeleteKind.
func RemoveKind(ctx context.Context, store *postgres.Store, who inventory.Viewer, kind string) error {
	return store.Write(ctx, who, "units:"+kind, func(tx pgx.Tx) error {
		return postgres.DeleteKind(ctx, tx, kind)
	})
}

// readUnits reads a file's units, not drawn yet, by code.
func readUnits(ctx context.Context, f *datafile, k KindFile, sum *KindSummary, report Progress) ([]postgres.UnitRow, error) {
	var units []postgres.UnitRow
	places := map[string]int{}
	err := f.features(ctx, report, func(one mapfile.Feature) error {
		if sum.CodeFrom == "" {
			var err error
			if sum.CodeFrom, sum.NameFrom, err = k.properties(&one); err != nil {
				return err
			}
		}
		u := postgres.UnitRow{Unit: inventory.Unit{Kind: k.Kind, Located: true}}
		u.Code, u.Name = strings.TrimSpace(one.Value(sum.CodeFrom)), strings.TrimSpace(one.Value(sum.NameFrom))
		if err := usableCode(u.Code, sum.CodeFrom, one.Number); err != nil {
			return err
		}
		if u.Name == "" {
			u.Name = u.Code
		}
		if first, twice := places[u.Code]; twice {
			return invalid("duplicate_code", "the code “%s” stands twice, in the features %d and %d: name the property that tells units apart with --code (there are %s)",
				u.Code, first, one.Number, propertiesOf(&one))
		}
		places[u.Code] = one.Number
		if u.Geometry = polygons(one.Geometry); u.Geometry == nil || !inFrance(u.Geometry.Bound()) {
			sum.Elsewhere++
			return nil
		}
		if err := checkOwn(u.Geometry); err != nil {
			return invalid("bad_feature", "feature %d of %s (%s): %v", one.Number, f.name, u.Code, err)
		}
		if units = append(units, u); len(units) > MaxUnits {
			return inventory.Errorf(inventory.TooLarge, "too_many_units", "%s holds more than %d units", f.name, MaxUnits)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(units) == 0 {
		return nil, invalid("no_units", "%s holds no polygon that lies in France (%d features elsewhere or without polygon)", f.name, sum.Elsewhere)
	}
	slices.SortFunc(units, func(a, b postgres.UnitRow) int { return strings.Compare(a.Code, b.Code) })
	sum.Units = len(units)
	return units, nil
}

// properties finds where codes and names stand.
func (k *KindFile) properties(f *mapfile.Feature) (code, name string, err error) {
	find := func(asked, what string, usual []string) (string, error) {
		if asked != "" {
			usual = []string{asked}
		}
		for _, u := range usual {
			for _, p := range f.Properties {
				if strings.EqualFold(p.Name, u) {
					return p.Name, nil
				}
			}
		}
		if asked == "" && what == "name" {
			return "", nil
		}
		return "", invalid("no_"+what, "no property holds the %ss of units: name it with --%s (there are %s)", what, what, propertiesOf(f))
	}
	own := func(prefixes []string, more []string) []string {
		var all []string
		for _, p := range prefixes {
			all = append(all, p+k.Kind)
		}
		return append(all, more...)
	}
	if code, err = find(k.Code, "code", own([]string{"code_", "", "id_", "ref_"}, codeNames)); err != nil {
		return "", "", err
	}
	name, err = find(k.Name, "name", own([]string{"nom_", "lib_"}, unitNames))
	return code, name, err
}

func propertiesOf(f *mapfile.Feature) string {
	var names []string
	for _, p := range f.Properties[:min(len(f.Properties), 20)] {
		names = append(names, p.Name)
	}
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

// usableCode refuses codes that could not stand in a list of units.
func usableCode(code, property string, feature int) error {
	switch {
	case code == "":
		return invalid("missing_code", "feature %d has no code in its property %s", feature, property)
	case len([]rune(code)) > 60 || strings.ContainsAny(code, " ,|\t\n") || !printable(code):
		return invalid("bad_code", "the code “%.70s” of feature %d has blanks, commas or bars, or more than 60 characters: lists of units could not hold it; name another property with --code", code, feature)
	}
	return nil
}

func printable(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == '\uFFFD' })
}

// polygons are the areas of a geometry, nil for none.
func polygons(g orb.Geometry) orb.MultiPolygon {
	switch g := g.(type) {
	case orb.Polygon:
		if len(g) > 0 {
			return orb.MultiPolygon{g}
		}
	case orb.MultiPolygon:
		if len(g) > 0 {
			return g
		}
	case orb.Collection:
		var all orb.MultiPolygon
		for _, one := range g {
			all = append(all, polygons(one)...)
		}
		return all
	}
	return nil
}

// rasteriseUnits gives each unit its cells, on all processors.
func rasteriseUnits(ctx context.Context, units []postgres.UnitRow, sum *KindSummary, report Progress) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	const some = 256
	for part := range slices.Chunk(units, some) {
		g.Go(func() error {
			var r raster.Rasterizer
			for i := range part {
				if err := place(&r, &part[i]); err != nil {
					return err
				}
			}
			return ctx.Err()
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	for i := range units {
		if len(units[i].Cells) == 0 {
			sum.Tiny++
		}
	}
	report.tell("drawing", int64(len(units)), int64(len(units)))
	return nil
}

// place draws a unit on the line, and finds a point inside it.
func place(r *raster.Rasterizer, u *postgres.UnitRow) error {
	cells, err := r.MultiPolygon(u.Geometry)
	if err != nil {
		return invalid("bad_feature", "the unit %s cannot be drawn: %v", u.Code, err)
	}
	if u.Cells = cells; u.Cells == nil {
		u.Cells = line.Set{}
	}
	u.Centre = u.Geometry.Bound().Center()
	t, ok := line.TerritoryOf(0)
	if len(u.Cells) > 0 {
		middle := u.Cells[len(u.Cells)/2]
		cell := middle.Lo + (middle.Hi-middle.Lo)/2
		if lon, lat, ok := line.Centre(cell); ok {
			u.Centre = orb.Point{lon, lat}
		}
		t, ok = line.TerritoryOf(cell)
	} else if cell, found := line.Locate(u.Centre[0], u.Centre[1]); found {
		t, ok = line.TerritoryOf(cell)
	}
	if ok {
		u.Territory = t.Code
	}
	return nil
}

func rowsOf(units []postgres.UnitRow, report Progress) iter.Seq2[postgres.UnitRow, error] {
	return func(yield func(postgres.UnitRow, error) bool) {
		for i := range units {
			if !yield(units[i], nil) {
				return
			}
			if i%1000 == 999 || i == len(units)-1 {
				report.tell("writing", int64(i+1), int64(len(units)))
			}
		}
	}
}

// Notes says in sentences what the operator should know.
func (s *KindSummary) Notes() []string {
	var notes []string
	add := func(n int, format string, more ...any) {
		if n > 0 {
			notes = append(notes, fmt.Sprintf(format, append([]any{n}, more...)...))
		}
	}
	add(s.Elsewhere, "%d features lie outside the territories or have no polygon, and were left out")
	add(s.Tiny, "%d units are too small to hold the centre of a 200 m cell: they cover nothing by themselves")
	add(s.Redrawn, "%d zones made of these units were drawn again")
	add(len(s.Stale), "%d zones name units that are gone, and keep the land they had: %s", strings.Join(s.Stale[:min(len(s.Stale), 10)], ", "))
	return notes
}

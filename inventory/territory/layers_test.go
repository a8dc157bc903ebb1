package territory_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"maillage/geo/line"
	"maillage/inventory"
	"maillage/inventory/atlas"
	"maillage/inventory/postgres"
	"maillage/inventory/territory"
	"maillage/inventory/territory/territorytest"
)

func layerFile(name, path string) territory.LayerFile {
	return territory.LayerFile{Layer: inventory.Layer{Name: name, Source: inventory.Source{Source: "INSEE, Filosofi", Vintage: "2021", Licence: "Licence Ouverte"}}, File: path}
}

// weighed is a layer as the atlas has it.
func weighed(t *testing.T, store *postgres.Store, name string) atlas.Layer {
	t.Helper()
	a, err := atlas.Open(t.Context(), store, nil)
	if err != nil {
		t.Fatal(err)
	}
	l, err := a.Now().Layer(name)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// Filosofi's squares give population and households, each cell its own, those of
// the shore to the land beside them.
func TestSquares(t *testing.T) {
	t.Parallel()
	store := territorytest.Open(t, territorytest.Small(t))
	g, err := territory.Read(t.Context(), store.Pool)
	if err != nil {
		t.Fatal(err)
	}
	bourges := unit(t, g, inventory.Commune, territorytest.Bourges)
	var b strings.Builder
	b.WriteString("\ufeffidcar_200m;lcog_geo;ind;men\r\n")
	people, homes := 0.0, 0.0
	for i, iv := range bourges.Cells {
		id, err := line.InseeID(iv.Lo)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s;18033;%d,5;%d\r\n", id, i, i%7)
		people, homes = people+float64(i)+0.5, homes+float64(i%7)
	}
	// A square beside the land, one far at sea, one withheld, one that is none.
	shore := line.Set(nil)
	for _, iv := range g.Land() {
		if beside := iv.Lo - 1; !g.Land().Contains(beside) {
			shore = line.Set{{Lo: beside, Hi: beside + 1}}
			break
		}
	}
	id, _ := line.InseeID(shore[0].Lo)
	fmt.Fprintf(&b, "%s;18033;100;10\r\n", id)
	fmt.Fprintf(&b, "CRS3035RES200mN2029800E4252400;2A041;7;3\r\n%s;18033;;\r\nCRS3035RES300mN1E1;18033;5;5\r\n", id)
	path := file(t, "carreaux_200m.csv", b.String())

	sum, err := territory.AddLayer(t.Context(), store, layerFile("population", path), nil)
	if err != nil {
		t.Fatal(err)
	}
	if sum.Column != "ind" || sum.By != "idcar_200m" || sum.Blank != 1 || sum.Unplaced != 5 || sum.Rows != len(bourges.Cells)+4 || sum.Layer.Unit != "habitants" {
		t.Errorf("%+v", sum)
	}
	l := weighed(t, store, "population")
	if math.Abs(l.Total-(people+100)) > 1e-6*people || l.Unspread != 7 || l.Source != "INSEE, Filosofi" || l.Vintage != "2021" || !l.Loaded {
		t.Errorf("population is %v (and %v) of %v: %+v", l.Total, l.Unspread, people+100, l)
	}
	for i, iv := range bourges.Cells {
		if got := l.Weights.Weight(line.Set{{Lo: iv.Lo, Hi: iv.Lo + 1}}); math.Abs(got-float64(i)-0.5) > 1e-6 && math.Abs(got-float64(i)-100.5) > 1e-6 {
			t.Fatalf("a cell of %d,5 inhabitants has %v", i, got)
		}
	}
	if _, err := territory.AddLayer(t.Context(), store, layerFile("households", path), nil); err != nil {
		t.Fatal(err)
	}
	if l := weighed(t, store, "households"); math.Abs(l.Total-(homes+10)) > 1e-6*homes || l.Unit != "ménages" {
		t.Errorf("households are %v %s of %v", l.Total, l.Unit, homes+10)
	}

	if err := territory.RemoveLayer(t.Context(), store, inventory.Operator("test"), "population"); err != nil {
		t.Fatal(err)
	}
	if l := weighed(t, store, "population"); l.Loaded || l.Total < 60_000 {
		t.Errorf("once it is removed the population is %+v", l)
	}
	if err := territory.RemoveLayer(t.Context(), store, inventory.Operator("test"), "population"); inventory.KindOf(err) != inventory.NotFound {
		t.Errorf("what nobody loaded is removed: %v", err)
	}
}

// Rows by commune are spread over its cells, by the code of today; rows that come
// twice add up; points count one each, or what a column says.
func TestCommunesAndPoints(t *testing.T) {
	t.Parallel()
	store := territorytest.Open(t, territorytest.Small(t))
	g, err := territory.Read(t.Context(), store.Pool)
	if err != nil {
		t.Fatal(err)
	}
	bourges := unit(t, g, inventory.Commune, territorytest.Bourges)
	weigh := func(name string) float64 { return weighed(t, store, name).Weights.Weight(bourges.Cells) }
	sum, err := territory.AddLayer(t.Context(), store, layerFile("premises", file(t, "arcep.csv",
		"Code INSEE,Libellé,Locaux\n18033,Bourges,50000\n18033,Bourges,10\n97411,Saint-Denis,\"1 000\"\n99999,Ailleurs,3\n")), nil)
	if err != nil || sum.Total != 51010 || sum.Column != "Locaux" {
		t.Errorf("%+v, %v", sum, err)
	}
	l := layerFile("premises", file(t, "arcep.csv", "Code INSEE,Libellé,Locaux,Autre\n18033,Bourges,50000,1\n18033,Bourges,10,1\n97411,Saint-Denis,1000,1\n99999,Ailleurs,3,1\n"))
	if _, err = territory.AddLayer(t.Context(), store, l, nil); !strings.Contains(fmt.Sprint(err), "--column") {
		t.Errorf("of two columns one is taken: %v", err)
	}
	l.Column = "locaux"
	if sum, err = territory.AddLayer(t.Context(), store, l, nil); err != nil || sum.Total != 51010 || sum.Unplaced != 3 || sum.By != "Code INSEE" {
		t.Errorf("%+v, %v", sum, err)
	}
	if got := weigh("premises"); math.Abs(got-50010) > 1e-3 {
		t.Errorf("Bourges has %v premises of 50010", got)
	}
	l = layerFile("establishments", file(t, "sirene.csv", "siret;codeCommuneEtablissement;etat\n1;18033;A\n2;18033;A\n3;97411;A\n"))
	l.Count = true
	if sum, err = territory.AddLayer(t.Context(), store, l, nil); err != nil || sum.Total != 3 || sum.Layer.Unit != "établissements" {
		t.Errorf("%+v, %v", sum, err)
	}
	if got := weigh("establishments"); math.Abs(got-2) > 1e-6 {
		t.Errorf("Bourges has %v establishments of 2", got)
	}
	x, y, _ := line.Centre(bourges.Cells[0].Lo)
	for _, test := range []struct {
		content string
		want    float64
	}{
		{fmt.Sprintf("lon,lat\n%v,%v\n%v,%v\n", x, y, x, y), 2},
		{fmt.Sprintf("Latitude;Longitude;sites\n%v;%v;2,5\n", y, x), 2.5},
		{fmt.Sprintf(`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"sites":4},"geometry":{"type":"Point","coordinates":[%v,%v]}}]}`, x, y), 4},
	} {
		if sum, err := territory.AddLayer(t.Context(), store, layerFile("sites", file(t, "points", test.content)), nil); err != nil {
			t.Errorf("%q: %+v, %v", test.content, sum, err)
		} else if got := weigh("sites"); math.Abs(got-test.want) > 1e-3 {
			t.Errorf("%q weighs %v in Bourges, not %v", test.content, got, test.want)
		}
	}
}

// Whatever is wrong is told, and the layer that was there stays.
func TestAddLayerRefuses(t *testing.T) {
	t.Parallel()
	store := territorytest.Open(t, territorytest.Small(t))
	for _, test := range []struct{ name, layer, content, want string }{
		{"empty", "sites", "", "empty"},
		{"no rows", "sites", "insee,sites\n", "no row"},
		{"no place", "sites", "ville,sites\nBourges,3\n", "idcar_200m"},
		{"negative", "sites", "insee,sites\n18033,-3\n", "row 2"},
		{"words", "sites", "insee,sites\n18033,4\n18033,many\n", "row 3"},
		{"infinite", "sites", "insee,sites\n18033,Inf\n", "row 2"},
		{"unknown", "sites", "insee,sites\n18033,4\nABCDE,5\n", "more than half"},
		{"nowhere", "sites", "insee,sites\nABCDE,5\n", "ABCDE"},
		{"metres", "sites", "lon,lat,sites\n652000,6862000,5\n", "degrees"},
		{"binary", "sites", "PK\x03\x04", "archive"},
		{"zero bytes", "sites", "insee\x00,sites\n", "neither"},
		{"name", "Bad Name", "insee,sites\n18033,4\n", "a-z"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := territory.AddLayer(t.Context(), store, layerFile(test.layer, file(t, "layer.csv", test.content)), nil)
			if inventory.KindOf(err) != inventory.Invalid || !strings.Contains(err.Error(), test.want) {
				t.Errorf("the answer is %v, without %q", err, test.want)
			}
			if layers, err := postgres.Layers(t.Context(), store.Pool); err != nil || len(layers) > 0 {
				t.Errorf("something was written: %v, %v", layers, err)
			}
		})
	}
}

// An error, never a panic.
func FuzzLayerRows(f *testing.F) {
	f.Add("idcar_200m;ind\nCRS3035RES200mN2029800E4252400;3\n")
	f.Add("insee,sites\n18033,4\n")
	f.Add("lon,lat\n2,47\n")
	f.Add("\"")
	f.Fuzz(func(t *testing.T, content string) {
		w := territory.NewWeigherForTest("sites")
		_ = w.ReadCSV(t.Context(), content)
	})
}

package intake

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"maillage/inventory"
	"maillage/inventory/geocode"
	"maillage/inventory/geocode/geocodetest"
	"maillage/inventory/postgres"
)

// withGeocoder gives a desk a geocoder that knows these addresses.
func withGeocoder(t *testing.T, d *Desk, answers map[string]geocodetest.Answer) *geocodetest.Server {
	t.Helper()
	s := geocodetest.New(t, answers)
	g, err := geocode.New(s.URL + "/search/csv")
	if err != nil {
		t.Fatal(err)
	}
	d.Geocoder = g
	return s
}

// serving has a desk's jobs done until stop is called, or the test ends.
func serving(t *testing.T, d *Desk) (stop func()) {
	t.Helper()
	jobs, err := d.OpenJobs(nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- jobs.Run(ctx) }()
	stopped := false
	stop = func() {
		if !stopped {
			stopped = true
			cancel()
			<-done
		}
	}
	t.Cleanup(stop)
	return stop
}

// until waits for an import to be as it should.
func until(t *testing.T, d *Desk, id int64, is func(inventory.Import) bool) inventory.Import {
	t.Helper()
	deadline := time.After(90 * time.Second)
	for {
		imp, err := postgres.Import(t.Context(), d.Store.Pool, id)
		if err != nil {
			t.Fatal(err)
		}
		if is(imp) {
			return imp
		}
		select {
		case <-deadline:
			t.Fatalf("the import stays %s, %+v", imp.State, imp.Progress)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func notReceived(i inventory.Import) bool { return i.State != inventory.ImportReceived }

// saidOf are the answers of the tests: a sure one, one of another commune, one
// that another address is as likely as, nonsense, a town, and one far away.
var saidOf = map[string]geocodetest.Answer{
	"1 rue sûre Bourges":      {Lon: 2.391, Lat: 47.081, Score: 0.96, Next: 0.5, Label: "1 Rue Sûre 18000 Bourges", Type: "housenumber", CityCode: "18033"},
	"2 rue ailleurs Bourges":  {Lon: 55.47, Lat: -20.9, Score: 0.95, Label: "2 Rue Ailleurs 97400 Saint-Denis", Type: "housenumber", CityCode: "97411"},
	"3 rue double Bourges":    {Lon: 2.392, Lat: 47.082, Score: 0.81, Next: 0.8, Label: "3 Rue Double 18000 Bourges", Type: "street", CityCode: "18033"},
	"4 rue floue Bourges":     {Lon: 2.392, Lat: 47.082, Score: 0.55, Label: "4 Rue Flou 18000 Bourges", Type: "street", CityCode: "18033"},
	"5 qwertz Bourges":        {Lon: 2.392, Lat: 47.082, Score: 0.2, Label: "5 Q 18000 Bourges", Type: "street", CityCode: "18033"},
	"6 rue de ville Bourges":  {Lon: 2.40, Lat: 47.08, Score: 0.9, Label: "18000 Bourges", Type: "municipality", CityCode: "18033"},
	"7 rue de la mer Bourges": {Lon: -8, Lat: 46, Score: 0.9, Label: "7 Rue de la Mer", Type: "housenumber", CityCode: "18033"},
}

const addresses = "code;nom;adresse;code postal;ville\n" +
	"A1;Un;1 rue sûre;18000;Bourges\nA2;Deux;2 rue ailleurs;18000;Bourges\nA3;Trois;3 rue double;18000;Bourges\nA4;Quatre;4 rue floue;18000;Bourges\n" +
	"A5;Cinq;5 qwertz;18000;Bourges\nA6;Six;6 rue de ville;18000;Bourges\nA7;Sept;7 rue de la mer;18000;Bourges\nA8;Huit;8 rue inconnue;18000;Bourges\n"

// TestAddresses judges each answer, in the foreground.
func TestAddresses(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	s := withGeocoder(t, d, saidOf)
	addMember(t, d, "m")
	imp := check(t, d, pops("m", addresses))
	var got []string
	for _, w := range imp.Warnings {
		got = append(got, fmt.Sprintf("%d %s", w.Row, w.Code))
	}
	want := "3 doubtful_address, 4 doubtful_address, 5 doubtful_address, 6 approximate_position, 7 approximate_position, 8 approximate_position, 9 approximate_position"
	if strings.Join(got, ", ") != want || imp.Rows.Rejected != 0 || s.Asked() != 8 {
		t.Errorf("asked %d: %s\n%+v", s.Asked(), strings.Join(got, ", "), imp.Errors)
	}
	if p := problem(imp, "doubtful_address"); p.Repair != inventory.RepairMove || p.Count != 3 {
		t.Errorf("%+v", p)
	}
	// One doubtful answer is accepted, one is put elsewhere on the map.
	imp = mend(t, d, imp.ID, Repair{Code: "doubtful_address", Column: "adresse", Rows: []int{5}}, 1)
	imp = revise(t, d, imp.ID, Revision{Edits: []Edit{{Row: 4, Position: &orb.Point{2.38, 47.07}}}})
	if p := problem(imp, "doubtful_address"); p.Count != 1 {
		t.Errorf("%+v", p)
	}
	if _, err := d.Commit(t.Context(), operator, imp.ID, ModeAll); err != nil || s.Asked() != 8 {
		t.Fatal(err, s.Asked())
	}
	list, err := postgres.Pops(t.Context(), d.Store.Pool, "m", "", 0)
	if err != nil {
		t.Fatal(err)
	}
	sources := ""
	for _, p := range list {
		sources += string(p.PositionSource) + " "
	}
	if sources != "address commune given given commune commune commune commune " || list[0].Position != (orb.Point{2.391, 47.081}) || list[3].Position != (orb.Point{2.392, 47.082}) {
		t.Errorf("%s %v %v", sources, list[0].Position, list[3].Position)
	}
}

// TestNobodyAsks: without a geocoder named, no address leaves the machine.
func TestNobodyAsks(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "m")
	if imp := check(t, d, pops("m", addresses)); imp.Rows.Valid != 8 || problem(imp, "approximate_position").Count != 8 {
		t.Errorf("%+v", imp.Problems)
	}
}

// TestBackground sends addresses to be asked for behind one's back, cuts the
// server in the middle, and has another one go on where it was.
func TestBackground(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	s := withGeocoder(t, d, saidOf)
	s.Wait = make(chan struct{})
	addMember(t, d, "m")
	list := addresses
	for i := range geocode.BatchSize {
		list += fmt.Sprintf("B%d;B;%d rue longue;18000;Bourges\n", i, i)
	}
	stop := serving(t, d)
	imp := check(t, d, pops("m", list))
	if imp.State != inventory.ImportReceived || imp.Progress == nil {
		t.Fatalf("%+v", imp)
	}
	if _, err := d.Commit(t.Context(), operator, imp.ID, ModeAll); codeOf(err) != "import_in_work" {
		t.Errorf("%v", err)
	}
	if _, err := d.Revise(t.Context(), operator, imp.ID, Revision{Scope: ScopeReplace}); codeOf(err) != "import_in_work" {
		t.Errorf("%v", err)
	}
	select {
	case s.Wait <- struct{}{}:
	case <-time.After(60 * time.Second):
		t.Fatal("nobody asks")
	}
	until(t, d, imp.ID, func(i inventory.Import) bool { return i.Progress != nil && i.Progress.Done == geocode.BatchSize })
	stop()
	asked := s.Asked()
	if asked != geocode.BatchSize {
		t.Errorf("%d asked", asked)
	}
	// What a killed server leaves: a job that nobody does.
	if _, err := d.Store.Pool.Exec(t.Context(), "UPDATE river.river_job SET state = 'running', attempted_at = now()"); err != nil {
		t.Fatal(err)
	}
	close(s.Wait) // the eight that were cut may have been heard all the same
	serving(t, d)
	imp = until(t, d, imp.ID, notReceived)
	if imp.State != inventory.ImportChecked || imp.Rows.Valid != geocode.BatchSize+8 || s.Asked() > geocode.BatchSize+2*8 || imp.Progress != nil {
		t.Errorf("%s %+v, %d asked, %+v", imp.State, imp.Rows, s.Asked(), imp.Progress)
	}
	if problem(imp, "doubtful_address").Count != 3 {
		t.Errorf("%+v", imp.Problems)
	}
	// A mended address is asked for as well.
	better := "1 rue sûre"
	imp = revise(t, d, imp.ID, Revision{Edits: []Edit{{Row: 3, Column: "adresse", Value: &better}, {Row: 4, Column: "adresse", Value: new(string)}}})
	if imp = until(t, d, imp.ID, notReceived); problem(imp, "doubtful_address").Count != 1 {
		t.Errorf("%+v", imp.Problems)
	}
}

// TestCancel stops the work on an import, once and for all.
func TestCancel(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	s := withGeocoder(t, d, saidOf)
	s.Wait = make(chan struct{})
	addMember(t, d, "m")
	serving(t, d)
	imp := check(t, d, pops("m", addresses))
	until(t, d, imp.ID, func(i inventory.Import) bool { return i.Progress != nil && i.Progress.Stage != "waiting" })
	if _, err := d.Cancel(t.Context(), inventory.Viewer{Role: inventory.RoleSales, Member: "m"}, imp.ID); inventory.KindOf(err) != inventory.Forbidden {
		t.Errorf("%v", err)
	}
	cancelled, err := d.Cancel(t.Context(), operator, imp.ID)
	if err != nil || cancelled.State != inventory.ImportFailed || cancelled.Errors[0].Code != "cancelled" || cancelled.Reason != "cancelled" {
		t.Fatalf("%+v %v", cancelled, err)
	}
	close(s.Wait)
	next := check(t, d, pops("m", addresses)) // it is worked on by the same server, after
	until(t, d, next.ID, func(i inventory.Import) bool { return i.State == inventory.ImportChecked })
	if again, err := postgres.Import(t.Context(), d.Store.Pool, imp.ID); err != nil || again.State != inventory.ImportFailed {
		t.Errorf("%s %v", again.State, err)
	}
}

// TestSilentGeocoder: addresses stay at their commune, and their owner is told.
func TestSilentGeocoder(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	s := withGeocoder(t, d, saidOf)
	s.Trouble = []func(http.ResponseWriter){func(w http.ResponseWriter) { w.WriteHeader(http.StatusBadRequest) }}
	addMember(t, d, "m")
	imp := check(t, d, pops("m", addresses))
	if imp.State != inventory.ImportChecked || imp.Rows.Valid != 8 || len(imp.Warnings) != 9 || imp.Warnings[0].Code != "geocoder_silent" {
		t.Errorf("%+v", imp.Warnings)
	}
}

// TestExpiry discards files that are past their time, and the oldest of too many.
func TestExpiry(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "m")
	done := load(t, d, pops("m", twoPops))
	old, young := check(t, d, pops("m", twoPops)), check(t, d, pops("m", twoPops))
	if _, err := d.Store.Pool.Exec(t.Context(), "UPDATE import SET expires_at = now() - interval '1 second' WHERE id = ANY ($1)", []int64{done.ID, old.ID}); err != nil {
		t.Fatal(err)
	}
	jobs, err := d.OpenJobs(nil)
	if err != nil {
		t.Fatal(err)
	}
	jobs.expire(t.Context())
	states := ""
	for _, id := range []int64{done.ID, old.ID, young.ID} {
		imp, err := postgres.Import(t.Context(), d.Store.Pool, id)
		if err != nil {
			t.Fatal(err)
		}
		f, err := postgres.FileOfImport(t.Context(), d.Store.Pool, id)
		states += fmt.Sprint(imp.State, " ", len(f.Content) > 0, err, "; ")
	}
	if states != "committed false <nil>; failed false <nil>; checked true <nil>; " {
		t.Error(states)
	}
	if _, err := d.Report(t.Context(), operator, old.ID); codeOf(err) != "file_expired" {
		t.Errorf("%v", err)
	}
	if _, err := d.Undo(t.Context(), operator, done.ID); err != nil {
		t.Errorf("a commit whose file is gone is undone all the same: %v", err)
	}
	err = d.Store.Write(t.Context(), operator, "x", func(tx pgx.Tx) error {
		_, err := postgres.ExpireImports(t.Context(), tx, 0, []inventory.RowError{})
		return err
	})
	if imp, _ := postgres.Import(t.Context(), d.Store.Pool, young.ID); err != nil || imp.State != inventory.ImportFailed {
		t.Errorf("%s %v", imp.State, err)
	}
}

package intake

import (
	"fmt"
	"testing"
	"time"

	"maillage/inventory"
	"maillage/inventory/geocode/geocodetest"
	"maillage/inventory/postgres"
)

// TestLimitOfAddresses asks for so many addresses and no more; what is beyond
// stays at its commune, and is taken.
func TestLimitOfAddresses(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	answers, list := map[string]geocodetest.Answer{}, "code;nom;adresse;cp;ville\n"
	for i := range 5 {
		list += fmt.Sprintf("A%d;A;%d rue longue;18000;Bourges\n", i, i)
		answers[fmt.Sprintf("%d rue longue Bourges", i)] = geocodetest.Answer{Lon: 2.391, Lat: 47.081, Score: 0.96, Next: 0.5,
			Label: fmt.Sprintf("%d Rue Longue 18000 Bourges", i), Type: "housenumber", CityCode: "18033"}
	}
	s := withGeocoder(t, d, answers)
	addMember(t, d, "m")
	if most := d.most().addresses; most != MaxAddresses {
		t.Errorf("a desk asks for %d", most)
	}
	d.bounds = d.most()
	d.bounds.addresses = 3
	imp := check(t, d, pops("m", list+"B;B;0 rue longue;18000;Bourges\n")) // one of them twice
	if imp.State != inventory.ImportChecked || imp.Rows.Valid != 6 || s.Asked() != 3 {
		t.Errorf("%s %+v, %d asked", imp.State, imp.Rows, s.Asked())
	}
	if p := problem(imp, "approximate_position"); p.Count != 2 {
		t.Errorf("%d rows were not asked for: %+v", p.Count, imp.Problems)
	}
}

// TestLimitOfWaiting has a member hand in one list more than may wait: the oldest
// loses its file, and says why; that of another member stays.
func TestLimitOfWaiting(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "m")
	addMember(t, d, "other")
	others := check(t, d, pops("other", twoPops))
	oldest := check(t, d, pops("m", twoPops))
	for range MaxWaiting {
		check(t, d, pops("m", twoPops))
	}
	jobs, err := d.OpenJobs(nil)
	if err != nil {
		t.Fatal(err)
	}
	jobs.expire(t.Context())
	all, err := postgres.Imports(t.Context(), d.Store.Pool, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, imp := range all {
		if (imp.State == inventory.ImportFailed) != (imp.ID == oldest.ID) {
			t.Errorf("import %d of %s is %s; the oldest is %d, that of another %d", imp.ID, imp.Member, imp.State, oldest.ID, others.ID)
		}
	}
	if one, err := postgres.Import(t.Context(), d.Store.Pool, oldest.ID); err != nil || len(one.Errors) != 1 || one.Errors[0].Code != "expired" {
		t.Errorf("%+v %v", one.Errors, err)
	}
}

// TestLimitOfWork gives up a list that no attempt can check in its time, instead
// of trying for ever.
func TestLimitOfWork(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	s := withGeocoder(t, d, map[string]geocodetest.Answer{})
	s.Wait = make(chan struct{}) // it never answers
	addMember(t, d, "m")
	if m := d.most(); m.work != MaxWork || m.attempts != MaxAttempts {
		t.Errorf("a desk works for %+v", m)
	}
	d.bounds = bounds{addresses: 10, attempts: 2, work: 300 * time.Millisecond, pause: time.Millisecond}
	serving(t, d)
	imp := check(t, d, pops("m", addresses))
	if imp.State != inventory.ImportReceived {
		t.Fatalf("it is %s", imp.State)
	}
	imp = until(t, d, imp.ID, notReceived)
	if imp.State != inventory.ImportFailed || len(imp.Errors) != 1 || imp.Errors[0].Code != "work_failed" {
		t.Fatalf("%s %+v", imp.State, imp.Errors)
	}
	// Its file is kept, and is worked on again when that is asked for.
	close(s.Wait)
	imp = revise(t, d, imp.ID, Revision{Scope: ScopeReplace})
	if imp = until(t, d, imp.ID, notReceived); imp.State != inventory.ImportChecked {
		t.Errorf("%s %+v", imp.State, imp.Errors)
	}
}

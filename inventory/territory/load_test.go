package territory_test

import (
	"context"
	"testing"
	"time"

	"maillage/inventory/postgres/pgtest"
	"maillage/inventory/territory"
	"maillage/inventory/territory/territorytest"
)

func TestLoadReal(t *testing.T) {
	source, ok := territorytest.RealSource(t)
	if !ok {
		source = territorytest.SmallFile(t)
	}
	store := territorytest.Open(t, pgtest.New(t))
	start := time.Now()
	s, err := territory.LoadSummary(context.Background(), store, source, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%v in all; %d communes, missing %v, repaired %d, tiny %v, unlisted %d", time.Since(start), s.Communes, s.Missing, len(s.Repaired), s.Tiny, len(s.Unlisted))
	for _, stage := range s.Took {
		t.Logf("%-22s %v", stage.Name, stage.Time.Round(time.Millisecond))
	}
	for _, n := range s.Notes() {
		t.Log(n)
	}
}

package postgres_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
)

// TestWordRules holds the schema's rule of technologies against Go's, on random
// lists: none, some, one twice, unknown ones, nothing among them.
func TestWordRules(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), fresh(t)
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 4))
	words := append(slices.Clone(inventory.Technologies), "fax", "", "DSL")
	lists := make([]string, 3000)
	want := make([]bool, len(lists))
	valid := 0
	for i := range lists {
		list := make([]*inventory.Technology, r.IntN(8))
		seen := map[inventory.Technology]bool{}
		want[i] = true
		for j := range list {
			if r.IntN(40) == 0 {
				want[i] = false // NULL
				continue
			}
			n := r.IntN(len(inventory.Technologies))
			if r.IntN(12) == 0 {
				n = r.IntN(len(words))
			}
			list[j] = &words[n]
			if seen[words[n]] || !slices.Contains(inventory.Technologies, words[n]) {
				want[i] = false
			}
			seen[words[n]] = true
		}
		text, err := json.Marshal(list)
		if err != nil {
			t.Fatal(err)
		}
		lists[i] = string(text)
		if want[i] {
			valid++
		}
	}
	if valid < 300 || valid > 2700 {
		t.Fatalf("seed %d: %d of %d lists are valid: nothing is compared", seed, valid, len(lists))
	}
	rows, err := s.Pool.Query(ctx, `SELECT words_of(ARRAY(SELECT jsonb_array_elements_text(v)), '{dsl,ftth,ftto,ftte,coax,radio}')
		FROM unnest($1::jsonb[]) WITH ORDINALITY AS t (v, n) ORDER BY n`, lists)
	if err != nil {
		t.Fatal(err)
	}
	i, got := 0, false
	_, err = pgx.ForEachRow(rows, []any{&got}, func() error {
		if got != want[i] {
			return fmt.Errorf("seed %d: of %s the schema says %v", seed, lists[i], got)
		}
		i++
		return nil
	})
	if err != nil || i != len(lists) {
		t.Error(i, err)
	}
	// It takes as many words as it can count, and refuses all rather than forget one.
	var eight, nine bool
	if err := s.Pool.QueryRow(ctx, `SELECT words_of('{a,h}', '{a,b,c,d,e,f,g,h}'), words_of('{a}', '{a,b,c,d,e,f,g,h,i}')`).Scan(&eight, &nine); err != nil || !eight || nine {
		t.Error(eight, nine, err)
	}
}

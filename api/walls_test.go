package api

import (
	"context"
	"flag"
	"fmt"
	"io"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb/maptile"

	"maillage/api/gen"
	"maillage/inventory"
	"maillage/inventory/atlas"
	"maillage/inventory/atlas/atlastest"
	"maillage/inventory/postgres"
	"maillage/inventory/territory/territorytest"
)

var walls = flag.Bool("walls", false, "time what the two walls of docs/audience.md cost; a minute")

// TestWallsCost times the same requests with the two walls and without: as a
// member who may see all that there is, under the policies and the table, and as
// the operator, under neither. Both ways take turns, so that what else the machine
// does falls on both. It tells, and fails nothing.
func TestWallsCost(t *testing.T) {
	if !*walls {
		t.Skip("takes a minute: go test ./api -run TestWallsCost -v -args -walls, or make bench")
	}
	s, world := walled(t)
	with := inventory.Viewer{Role: inventory.RoleSales, Member: world.Member(0), Name: "bench"}
	without := inventory.Operator("bench")
	for _, r := range s.requests(world) {
		var a, b []time.Duration
		for i := range r.times {
			for _, side := range []struct {
				v    inventory.Viewer
				took *[]time.Duration
			}{{with, &a}, {without, &b}} {
				ctx := context.WithValue(t.Context(), viewerKey{}, side.v)
				began := time.Now()
				if err := r.ask(ctx, i); err != nil {
					t.Fatal(r.name, err)
				}
				*side.took = append(*side.took, time.Since(began))
			}
		}
		slices.Sort(a)
		slices.Sort(b)
		at := func(all []time.Duration, q float64) time.Duration { return all[int(q*float64(len(all)-1))] }
		t.Logf("%-28s with %8s, without %8s: %.2f times at the median, %.2f at the first tenth (%d pairs)", r.name,
			at(a, .5).Round(time.Microsecond), at(b, .5).Round(time.Microsecond),
			float64(at(a, .5))/float64(at(b, .5)), float64(at(a, .1))/float64(at(b, .1)), r.times)
	}
}

// walled is a server over 60 members with 720 zones, of which one has 5,000 PoPs.
func walled(t *testing.T) (*handlers, *atlastest.World) {
	t.Helper()
	size := atlastest.Size{Members: 60, Zones: 12, Communes: 264}
	url, real := territorytest.Real(t)
	if !real {
		t.Log("the real communes are not here: a small country stands in")
		url, size = territorytest.Small(t), atlastest.Size{Members: 6, Zones: 12, Communes: 2}
	}
	w := atlastest.Open(t, url, size)
	w.Fill(t, 60)
	w.Change(t, func(ctx context.Context, tx pgx.Tx) error {
		pops := make([]inventory.Pop, 5000)
		for i := range pops {
			at := w.Communes[i%len(w.Communes)]
			pops[i] = inventory.Pop{Key: inventory.Key{Member: w.Member(1), Code: fmt.Sprintf("q%05d", i)}, Name: "PoP " + at.Name, Kind: "pop",
				Position: at.Centre, PositionSource: inventory.PositionGiven, INSEE: at.Code, Status: inventory.Operational, Audience: inventory.AudienceMembers}
		}
		return postgres.PutPops(ctx, tx, pops)
	})
	a, err := atlas.Open(t.Context(), w.Store, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := starting(t, io.Discard)
	s.Ready(Parts{Store: w.Store, Atlas: a})
	return &handlers{s}, w
}

// timed is one kind of request, asked so many times, each with its number.
type timed struct {
	name  string
	times int
	ask   func(ctx context.Context, i int) error
}

func (h *handlers) requests(w *atlastest.World) []timed {
	tile := func(name string, zoom maptile.Zoom) func(context.Context, int) error {
		return func(ctx context.Context, i int) error {
			at := maptile.At(w.Communes[(i*997)%len(w.Communes)].Centre, zoom)
			p, err := h.need()
			if err != nil {
				return err
			}
			_, err = h.draw(ctx, p, p.Atlas.Now(), viewerOf(ctx), name, inventory.Filter{}, uint32(at.Z), at.X, at.Y)
			return err
		}
	}
	return []timed{
		{"a page of 100 PoPs", 100, func(ctx context.Context, i int) error {
			after := fmt.Sprintf("q%05d", (i*97)%4900)
			_, err := h.ListPops(ctx, gen.ListPopsRequestObject{Slug: w.Member(1), Params: gen.ListPopsParams{After: &after}})
			return err
		}},
		{"a member's 12 zones", 100, func(ctx context.Context, i int) error {
			_, err := h.ListZones(ctx, gen.ListZonesRequestObject{Slug: w.Member(i % w.Size.Members)})
			return err
		}},
		{"all members", 60, func(ctx context.Context, _ int) error {
			_, err := h.ListMembers(ctx, gen.ListMembersRequestObject{})
			return err
		}},
		{"eligibility at a point", 200, func(ctx context.Context, i int) error {
			at := w.Communes[(i*991)%len(w.Communes)].Centre
			point := fmt.Sprintf("%f,%f", at[0], at[1])
			_, err := h.GetEligibility(ctx, gen.GetEligibilityRequestObject{Params: gen.GetEligibilityParams{At: &point}})
			return err
		}},
		{"tile of zones, zoom 7", 30, tile("zones", 7)},
		{"tile of zones, zoom 11", 100, tile("zones", 11)},
		{"tile of PoPs, zoom 6", 60, tile("pops", 6)},
		{"tile of PoPs, zoom 11", 100, tile("pops", 11)},
		{"tile of coverage, zoom 10", 300, tile("coverage", 10)},
	}
}

package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"maillage/inventory/atlas"
	"maillage/inventory/postgres"
)

type doctorVerb struct {
	JSON bool `name:"json" help:"Print one JSON document."`
}

// finding is one thing the doctor looked at.
type finding struct {
	Check string `json:"check"`
	OK    bool   `json:"ok"`
	Found string `json:"found"`        // what it saw
	Do    string `json:"do,omitempty"` // what to do about it
}

func (v doctorVerb) Run(p *program) error {
	ctx, stop := interruptible(p.ctx)
	defer stop()
	all := []finding{{Check: "program", OK: true, Found: programVersion()}, dataFolder(p.Data)}
	in, err := p.open(ctx)
	if err != nil {
		all = append(all, finding{Check: "database", Found: err.Error(), Do: "mend what the line before says, then try again"})
	} else {
		defer in.close()
		all = append(all, examine(ctx, in)...)
	}
	if v.JSON {
		err = p.printJSON(map[string]any{"findings": all})
	} else {
		err = printFindings(p, all)
	}
	if err != nil {
		return err
	}
	for _, f := range all {
		if !f.OK {
			return errTold
		}
	}
	return nil
}

func printFindings(p *program, all []finding) error {
	t := newTable("", "check", "found")
	for _, f := range all {
		mark := "ok"
		if !f.OK {
			mark = "NO"
		}
		found := strings.ReplaceAll(f.Found, "\n", " ")
		if f.Do != "" {
			found += " → " + f.Do
		}
		t.add(mark, f.Check, found)
	}
	return t.print(p.stdout, 0)
}

// leastFree is how much room the territory and an inventory want on the disk.
const leastFree = 1 << 30

func dataFolder(dir string) finding {
	f := finding{Check: "data folder"}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		f.Found, f.Do = err.Error(), "choose a folder you may write, with MAILLAGE_DATA"
		return f
	}
	var disk unix.Statfs_t
	if err := unix.Statfs(dir, &disk); err != nil {
		f.Found = err.Error()
		return f
	}
	free := int64(disk.Bavail) * int64(disk.Bsize) //nolint:unconvert // int32 on some systems
	f.OK = free >= leastFree
	f.Found = fmt.Sprintf("%s, %.1f GB free", dir, float64(free)/1e9)
	if !f.OK {
		f.Do = "make room: 1 GB at least"
	}
	return f
}

// examine looks at an open instance.
func examine(ctx context.Context, in *instance) []finding {
	var server, postgis string
	var schema int64
	err := in.store.Pool.QueryRow(ctx, `SELECT current_setting('server_version'), postgis_lib_version(),
		(SELECT max(version_id) FROM goose_db_version WHERE is_applied)`).Scan(&server, &postgis, &schema)
	if err != nil {
		return []finding{{Check: "database", Found: err.Error()}}
	}
	where := "private cluster"
	if in.cluster == nil {
		where = "MAILLAGE_DATABASE_URL"
	}
	all := []finding{{Check: "database", OK: true,
		Found: fmt.Sprintf("PostgreSQL %s, PostGIS %s, schema %d (%s)", server, postgis, schema, where)}}

	t, loaded, err := postgres.TerritoryInForce(ctx, in.store.Pool)
	switch {
	case err != nil:
		return append(all, finding{Check: "territory", Found: err.Error()})
	case !loaded:
		return append(all, finding{Check: "territory", Found: "none is loaded", Do: "maillage territory load"})
	case t.Approximate:
		all = append(all, finding{Check: "territory", OK: true, Found: "the built-in approximation", Do: "maillage territory load fetches the real boundaries"})
	default:
		all = append(all, finding{Check: "territory", OK: true, Found: fmt.Sprintf("%s, loaded %s", t.Source, t.LoadedAt.Format(time.DateOnly))})
	}
	start := time.Now()
	a, err := atlas.Open(ctx, in.store, in.p.log)
	if err != nil {
		return append(all, finding{Check: "inventory", Found: err.Error()})
	}
	pops, zones := 0, 0
	members := a.Now().Members(in.p.viewer())
	for _, m := range members {
		pops, zones = pops+m.Pops, zones+m.Zones
	}
	return append(all, finding{Check: "inventory", OK: true,
		Found: fmt.Sprintf("%d members, %d PoPs, %d zones, read in %.1f s", len(members), pops, zones, time.Since(start).Seconds())})
}

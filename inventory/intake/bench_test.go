package intake

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"maillage/geo/crs"
	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/territory/territorytest"
)

var listRows = flag.Int("rows", 77_000, "PoPs of the list that BenchmarkImport takes in, over the real communes")

// BenchmarkImport takes a list of 77,000 PoPs in Lambert-93 from its bytes to its
// commit, over the real communes, beside a bare COPY of the same rows into a table
// with the columns, constraints and indexes of pop, but without its triggers and
// foreign keys. It reports rows a second, times the COPY's time, the processor time
// of this process and the database together, and the most memory that this process
// held at any moment from the first byte to the commit, boundaries and their index
// included: what Go has of the system and has not given back. The database's own
// stands beside it: private memory of its largest process after the commit. With
// -benchtime=10x it tells of the tenth list of as many members, each with a history
// of its own.
func BenchmarkImport(b *testing.B) {
	url, ok := territorytest.Real(b)
	rows := *listRows
	if !ok {
		url, rows = territorytest.Small(b), 5_000
	}
	d := deskOver(b, url)
	text := lambertList(d, rows)
	debug.FreeOSMemory() // a server takes lists in long after it started
	n := 0
	for b.Loop() {
		member := fmt.Sprint("m", n)
		n++
		addMember(b, d, member)
		most := watchMemory()
		start, busy := time.Now(), processors(b, d)
		imp := check(b, d, pops(member, text))
		checked, busyChecked := time.Since(start), processors(b, d)
		if _, err := d.Commit(b.Context(), operator, imp.ID, ModeAll); err != nil {
			b.Fatal(err)
		}
		took, busyAll := time.Since(start), processors(b, d)
		held, theirs := most(), databaseMemory(b, d)
		copied := bareCopy(b, d, member)
		b.ReportMetric(float64(rows)/took.Seconds(), "rows/s")
		b.ReportMetric(took.Seconds()/copied.Seconds(), "×COPY")
		b.ReportMetric(checked.Seconds(), "s-check")
		b.ReportMetric(took.Seconds(), "s-all")
		b.ReportMetric((busyChecked - busy).Seconds(), "CPU-s-check")
		b.ReportMetric((busyAll - busy).Seconds(), "CPU-s-all")
		b.ReportMetric(held, "MB")
		b.ReportMetric(theirs, "MB-database")
	}
}

// watchMemory looks every few milliseconds at how much memory Go holds; the
// function it returns ends that and tells the most it saw, in MB.
func watchMemory() (most func() float64) {
	ask := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	done, seen := make(chan bool), make(chan uint64)
	go func() {
		tick := time.NewTicker(2 * time.Millisecond)
		defer tick.Stop()
		for top := uint64(0); ; {
			metrics.Read(ask) // does not stop the program
			top = max(top, ask[0].Value.Uint64()-ask[1].Value.Uint64())
			select {
			case <-tick.C:
			case <-done:
				seen <- top
				return
			}
		}
	}()
	return func() float64 {
		close(done)
		return float64(<-seen) / (1 << 20)
	}
}

// databaseMemory is what the largest of the database's processes for this one
// has for itself, in MB: without the buffers that all share. 0 without Linux's
// /proc.
func databaseMemory(b *testing.B, d *Desk) (most float64) {
	b.Helper()
	for _, pid := range backends(b, d) {
		status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
		if err != nil {
			continue
		}
		_, rest, _ := strings.Cut(string(status), "RssAnon:")
		kB, _ := strconv.ParseFloat(strings.Fields(rest + " 0")[0], 64)
		most = max(most, kB/1024)
	}
	return most
}

// backends are the database's processes for this one.
func backends(b testing.TB, d *Desk) []int {
	b.Helper()
	rows, _ := d.Store.Pool.Query(context.Background(), "SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
	pids, err := pgx.CollectRows(rows, pgx.RowTo[int])
	if err != nil {
		b.Fatal(err)
	}
	return pids
}

// processors is the processor time spent so far by this process and by the
// database on its behalf: what does not depend on what else the machine does.
// Without Linux's /proc, the database's share is not known and left out.
func processors(b testing.TB, d *Desk) time.Duration {
	b.Helper()
	var own syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &own); err != nil {
		b.Fatal(err)
	}
	all := time.Duration(own.Utime.Nano() + own.Stime.Nano())
	for _, pid := range backends(b, d) {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil {
			continue
		}
		_, rest, _ := strings.Cut(string(stat), ") ")
		fields := strings.Fields(rest) // the 14th and 15th of the line, in hundredths of a second
		for _, ticks := range fields[11:13] {
			n, _ := strconv.Atoi(ticks)
			all += time.Duration(n) * 10 * time.Millisecond
		}
	}
	return all
}

// bareCopy is how long a COPY of a member's PoPs takes.
func bareCopy(b *testing.B, d *Desk, member string) time.Duration {
	b.Helper()
	ctx := context.Background()
	columns := []string{"member", "code", "name", "kind", "position", "position_source", "insee", "status", "technologies", "audience"}
	var took time.Duration
	err := pgx.BeginFunc(ctx, d.Store.Pool, func(tx pgx.Tx) error {
		list, err := postgres.Pops(ctx, tx, member, "", 0)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "CREATE TABLE bare (LIKE pop INCLUDING ALL)"); err != nil {
			return err
		}
		start := time.Now()
		_, err = tx.CopyFrom(ctx, pgx.Identifier{"bare"}, columns, pgx.CopyFromSlice(len(list), func(i int) ([]any, error) {
			p := &list[i]
			return []any{p.Member, p.Code, p.Name, string(p.Kind), p.Position, string(p.PositionSource), p.INSEE, string(p.Status), texts(p.Technologies), string(p.Audience)}, nil
		}))
		took = time.Since(start)
		if err == nil {
			_, err = tx.Exec(ctx, "DROP TABLE bare")
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return took
}

// lambertList is a list of PoPs at the centres of communes, in metres.
func lambertList(d *Desk, rows int) string {
	system, _ := crs.ByEPSG(2154)
	rng := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	b.WriteString("code;nom;x_l93;y_l93;insee;techno;statut\n")
	units := d.Atlas.Now().Gazetteer().Units(inventory.Commune)
	for i := 0; i < rows; {
		u := units[rng.IntN(len(units))]
		if !u.Located || strings.HasPrefix(u.Code, "97") {
			continue
		}
		x, y := system.Forward(u.Centre[0], u.Centre[1])
		fmt.Fprintf(&b, "P%d;%s;%.2f;%.2f;%s;fibre,xDSL;en service\n", i, strings.ReplaceAll(u.Name, ";", " "), x, y, u.Code)
		i++
	}
	return b.String()
}

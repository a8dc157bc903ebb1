package versus

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// bench is one run, for the table.
type bench struct {
	results          []result // by size, the smaller first
	real             bool     // over the real communes
	began            time.Time
	before, after    machine
	versions, commit string
}

func (b *bench) preamble() string {
	communes := "the real communes"
	if !b.real {
		communes = "a small invented country, the real communes not being on this machine: no figure below means anything"
	}
	return fmt.Sprintf("%s, commit %s, over %s. %s, %d cores, %s. %s. Load (1, 5 minutes) %s before, %s after.",
		b.began.UTC().Format("2006-01-02 15:04 UTC"), b.commit, communes, b.before.processor, b.before.cores, b.before.memory,
		b.versions, b.before.load, b.after.load)
}

// table is rows of text, the first the heads.
type table [][]string

const none = "–"

func (b *bench) table() table {
	one, ten := &b.results[0], &b.results[1]
	t := table{{"what", "ours", "of it our CPU", "PostGIS", "ratio", "mark", "", "ours, " + ten.size.String(), "growth", "PostGIS, " + ten.size.String()}}
	versus := func(what string, mark float64, of func(*result) *duel) {
		d, e := of(one), of(ten)
		ratio := d.theirs.Seconds() / d.ours.wall.Seconds()
		t = append(t, []string{what, short(d.ours.wall), short(d.ours.cpu), short(d.theirs), times(ratio), fmt.Sprintf("%.0f×", mark), met(ratio >= mark),
			short(e.ours.wall), times(e.ours.wall.Seconds() / d.ours.wall.Seconds()), e.told()})
	}
	versus("all pairwise overlaps, unions included", 500, func(r *result) *duel { return &r.overlaps })
	versus("communes × members, unions included", 500, func(r *result) *duel { return &r.communes })
	versus("national gap, unions included", 80, func(r *result) *duel { return &r.gap })

	alone := func(what, mark string, ok bool, s, s10 spent) {
		judged := ""
		if mark != none {
			judged = met(ok)
		}
		t = append(t, []string{what, short(s.wall), short(s.cpu), none, none, mark, judged, short(s10.wall), times(s10.wall.Seconds() / s.wall.Seconds()), none})
	}
	alone(fmt.Sprintf("rasterise %d communes, one core", one.shapes), "< 1 s", one.raster.wall < time.Second, one.raster, ten.raster)
	alone("atlas read from the database", none, true, one.open, ten.open)
	growth := ten.ready.wall.Seconds() / one.ready.wall.Seconds()
	alone("atlas from the database, every answer ready", "< 1.5 s, ≤ 11×", one.ready.wall < 1500*time.Millisecond && growth <= 11, one.ready, ten.ready)
	alone("one zone changed, every answer right again", none, true, one.change, ten.change)
	cheaper := func(r *result) float64 { return r.ready.wall.Seconds() / r.change.wall.Seconds() }
	t = append(t, []string{"… against reading all again", times(cheaper(one)), times(one.ready.cpu.Seconds() / one.change.cpu.Seconds()), none, none,
		"30×", met(cheaper(one) >= 30), times(cheaper(ten)), none, none})

	c, c10 := one.calls, ten.calls
	t = append(t,
		[]string{"2,000 analyses, 8 at a time, p50", short(c.p50), none, none, none, none, "", short(c10.p50), none, none},
		[]string{"… p99", short(c.p99), none, none, none, "< 50 ms", met(c.p99 < 50*time.Millisecond), short(c10.p99), none, none})
	t = append(t, b.tiles()...)
	t = append(t, []string{"resident memory", mb(one.memory.resident), none, none, none, "< 400 MB, < 1.2 GB",
		met(one.memory.resident < 400 && ten.memory.resident < 1200), mb(ten.memory.resident), times(ten.memory.resident / one.memory.resident), none},
		[]string{"… at its height", mb(one.memory.peak), none, none, none, none, "", mb(ten.memory.peak), times(ten.memory.peak / one.memory.peak), none},
		[]string{"… objects of Go", mb(one.memory.heap), none, none, none, none, "", mb(ten.memory.heap), times(ten.memory.heap / one.memory.heap), none})
	return append(t, b.differences()...)
}

// tiles judges ours, all drawn anew, by the second and better time of PostGIS.
func (b *bench) tiles() table {
	one, ten := &b.results[0], &b.results[1]
	a, p := one.ourTiles, one.theirTiles.again
	a10, p10 := ten.ourTiles, ten.theirTiles.again
	rate10, slow10 := none, none
	switch {
	case ten.tilesState != "":
		rate10 = ten.tilesState
	case p10.rate > 0:
		rate10, slow10 = rate(p10), short(p10.p99)
	}
	faster, tail := a.anew.rate/p.rate, p.p99.Seconds()/a.anew.p99.Seconds()
	return table{
		{"400 tiles z5 to z12, 8 at a time, each drawn anew", rate(a.anew), none, rate(p), times(faster), "10×", met(faster >= 10),
			rate(a10.anew), times(a.anew.rate / a10.anew.rate), rate10},
		{"… p99", short(a.anew.p99), none, short(p.p99), times(tail), "10×", met(tail >= 10), short(a10.anew.p99), times(a10.anew.p99.Seconds() / a.anew.p99.Seconds()), slow10},
		{"the same of a fresh picture, which keeps what it draws", rate(a.served), none, rate(p), times(a.served.rate / p.rate), none, "", rate(a10.served), times(a.served.rate / a10.served.rate), rate10},
		{"… p99", short(a.served.p99), none, short(p.p99), times(p.p99.Seconds() / a.served.p99.Seconds()), none, "", short(a10.served.p99), times(a10.served.p99.Seconds() / a.served.p99.Seconds()), slow10},
		{"the same once more, ours kept", rate(a.again), none, rate(p), times(a.again.rate / p.rate), none, "", rate(a10.again), none, rate10},
		{"… p99", short(a.again.p99), none, short(p.p99), times(p.p99.Seconds() / a.again.p99.Seconds()), none, "", short(a10.again.p99), none, slow10},
	}
}

func rate(f flow) string { return fmt.Sprintf("%.0f/s", f.rate) }

func (b *bench) differences() table {
	d := b.results[0].differ
	total := func(what string, off float64) []string {
		return []string{what, fmt.Sprintf("%.4f %%", 100*off), none, "exact", none, "< 0.02 %", met(off < 0.0002), none, none, none}
	}
	return table{
		total("difference: sum of the overlaps", d.overlaps),
		total("… the gap", d.gap),
		total("… sum of communes × members", d.communes),
		{"… share of a commune, the worst: " + d.where, fmt.Sprintf("%.2f %%", 100*d.commune), none, "exact", none, "stated", "", none, none, none},
	}
}

func (d *duel) told() string {
	if d.state != "" {
		return d.state
	}
	return short(d.theirs)
}

func met(ok bool) string {
	if ok {
		return "met"
	}
	return "missed"
}

func times(x float64) string {
	if x >= 10 {
		return fmt.Sprintf("%.0f×", x)
	}
	return fmt.Sprintf("%.1f×", x)
}

func mb(x float64) string { return fmt.Sprintf("%.0f MB", x) }

// short writes a duration in three figures or so.
func short(d time.Duration) string {
	switch {
	case d >= 10*time.Second:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d >= time.Second:
		return fmt.Sprintf("%.2f s", d.Seconds())
	case d >= 10*time.Millisecond:
		return fmt.Sprintf("%.0f ms", float64(d.Microseconds())/1e3)
	case d >= 100*time.Microsecond:
		return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1e3)
	}
	return fmt.Sprintf("%.1f µs", float64(d.Nanoseconds())/1e3)
}

// text aligns the columns with spaces.
func (t table) text() string {
	width := make([]int, len(t[0]))
	for _, row := range t {
		for i, cell := range row {
			width[i] = max(width[i], utf8.RuneCountInString(cell))
		}
	}
	var out strings.Builder
	for _, row := range t {
		for i, cell := range row {
			pad := strings.Repeat(" ", width[i]-utf8.RuneCountInString(cell))
			if i == 0 {
				out.WriteString(cell + pad)
			} else {
				out.WriteString("  " + pad + cell)
			}
		}
		out.WriteByte('\n')
	}
	return out.String()
}

// markdown is the same for a page.
func (t table) markdown() string {
	var out strings.Builder
	for i, row := range t {
		out.WriteString("| " + strings.Join(row, " | ") + " |\n")
		if i == 0 {
			out.WriteString("|---" + strings.Repeat("|---:", len(row)-1) + "|\n")
		}
	}
	return out.String()
}

// What stands between these two lines of the page is written by a run; the rest
// is by hand.
const (
	measuredFrom = "<!-- measured: make bench WRITE=1 writes from here … -->\n"
	measuredTo   = "<!-- … to here -->\n"
)

// write puts the run into a page that has a place for it.
func (b *bench) write(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	page, err := replaced(string(data), b.preamble()+"\n\n"+b.table().markdown())
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return os.WriteFile(path, []byte(page), 0o644)
}

func replaced(page, measured string) (string, error) {
	head, rest, ok := strings.Cut(page, measuredFrom)
	_, tail, closed := strings.Cut(rest, measuredTo)
	if !ok || !closed {
		return "", fmt.Errorf("the lines %q and %q are missing", measuredFrom, measuredTo)
	}
	return head + measuredFrom + "\n" + measured + "\n" + measuredTo + tail, nil
}

func TestReplaced(t *testing.T) {
	t.Parallel()
	got, err := replaced("a\n"+measuredFrom+"old\n"+measuredTo+"z\n", "new\n")
	if want := "a\n" + measuredFrom + "\nnew\n\n" + measuredTo + "z\n"; err != nil || got != want {
		t.Errorf("%q (%v), not %q", got, err, want)
	}
	if _, err := replaced("a page without a place", "new"); err == nil {
		t.Error("written into a page that has no place for it")
	}
}

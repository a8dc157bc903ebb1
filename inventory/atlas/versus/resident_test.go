package versus

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"

	"maillage/inventory/atlas"
	"maillage/inventory/atlas/atlastest"
	"maillage/inventory/territory/territorytest"
)

// memory is what a process takes that holds a picture and has answered from it,
// in MB: in the machine's memory once it has settled, at its height, and the
// objects of Go alone.
type memory struct{ resident, peak, heap float64 }

// residentURL tells the test below, run as a process of its own, which database.
const residentURL = "MAILLAGE_VERSUS_RESIDENT"

// resident measures in a fresh process: this one has held much else.
func (w *world) resident(tb testing.TB) memory {
	tb.Helper()
	self, err := os.Executable()
	if err != nil {
		tb.Fatal(err)
	}
	cmd := exec.CommandContext(tb.Context(), self, "-test.run", "^TestResident$", "-test.v")
	cmd.Env = append(os.Environ(), residentURL+"="+w.URL)
	out, err := cmd.CombinedOutput()
	if err != nil {
		tb.Fatalf("%v\n%s", err, out)
	}
	var m memory
	_, said, _ := strings.Cut(string(out), "takes ")
	if _, err := fmt.Sscanf(said, "%f MB, at most %f MB, objects %f MB", &m.resident, &m.peak, &m.heap); err != nil {
		tb.Fatalf("%v\n%s", err, out)
	}
	return m
}

// TestResident is a step of TestVersus, run by it as another process.
func TestResident(t *testing.T) {
	url := os.Getenv(residentURL)
	if url == "" {
		t.Skip("a step of TestVersus, which runs it in a process of its own")
	}
	w := &world{World: &atlastest.World{Store: territorytest.Open(t, url)}}
	p := w.picture(t)
	if err := answerAll(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	for _, u := range p.Gazetteer().Units("departement") {
		if u.Territory == atlastest.Metropole {
			w.Communes = append(w.Communes, u) // places to draw tiles at
		}
	}
	for _, m := range w.tilesOf(1) {
		if _, err := p.Tile(viewer, atlas.TileCoverage, everywhere, "", uint32(m.Z), m.X, m.Y); err != nil {
			t.Fatal(err)
		}
	}
	peak := megabytes("VmHWM")
	debug.FreeOSMemory()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	t.Logf("takes %.1f MB, at most %.1f MB, objects %.1f MB", megabytes("VmRSS"), peak, float64(stats.HeapAlloc)/(1<<20))
	runtime.KeepAlive(p)
}

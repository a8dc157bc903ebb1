package territory

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"maillage/geo/line"
	"maillage/inventory"
)

func tooLargeError(t *testing.T, err error, says string) {
	t.Helper()
	var e *inventory.Error
	if !errors.As(err, &e) || e.Kind != inventory.TooLarge || !strings.Contains(e.Message, says) {
		t.Errorf("got %v, want too large with %q", err, says)
	}
}

func TestUnpackedBytesAreLimited(t *testing.T) {
	t.Parallel()
	_, err := io.Copy(io.Discard, &limited{r: strings.NewReader(strings.Repeat(" ", 1001)), left: 1000, path: "x"})
	tooLargeError(t, err, "4 GB")
	if n, err := io.Copy(io.Discard, &limited{r: strings.NewReader(strings.Repeat(" ", 1000)), left: 1000}); n != 1000 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
}

func TestFeaturesAreLimited(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "many.geojsonl")
	line := `{"type":"Feature","properties":{"code":"18033"}}` + "\n"
	if err := os.WriteFile(path, []byte(strings.Repeat(line, maxFeatures+1)), 0o644); err != nil {
		t.Fatal(err)
	}
	s, err := localSource(path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.read(context.Background(), nil)
	tooLargeError(t, err, "200000 features")
}

func TestDownloadsAreLimited(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", fmt.Sprint(int64(MaxDownload)+1))
		w.WriteHeader(http.StatusOK)
	}))
	defer server.Close()
	folder := t.TempDir()
	_, err := download(context.Background(), server.URL+"/x.geojson", folder, nil)
	tooLargeError(t, err, "1 GB")
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("%v was left, %v", left, err)
	}
}

func TestDownloadCutShortLeavesNothing(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		_, _ = io.WriteString(w, "{")
	}))
	defer server.Close()
	folder := t.TempDir()
	_, err := download(context.Background(), server.URL+"/x.geojson", folder, nil)
	if inventory.KindOf(err) != inventory.Unavailable {
		t.Errorf("got %v", err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("%v was left, %v", left, err)
	}
}

// TestOverlappingCommunesAreParted: whatever communes claim, each cell ends
// with one of those that claimed it, the first where two alone did.
func TestOverlappingCommunesAreParted(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 5))
	for range 300 {
		l := &land{}
		claims := map[int32][]int{}
		for i := range 2 + r.IntN(6) {
			var cells []int32
			for start := range int32(60) {
				if r.IntN(6) == 0 {
					for c := start; c < start+1+r.Int32N(8); c++ {
						cells = append(cells, c)
					}
				}
			}
			set := line.FromCells(cells)
			for _, iv := range set {
				for c := iv.Lo; c < iv.Hi; c++ {
					claims[c] = append(claims[c], i)
				}
			}
			l.communes = append(l.communes, piece{Unit: inventory.Unit{Cells: set, Located: true}})
		}
		l.part()
		held := int64(0)
		for i, c := range l.communes {
			if err := c.Cells.Valid(); err != nil {
				t.Fatal(err)
			}
			held += c.Cells.Count()
			for _, iv := range c.Cells {
				for cell := iv.Lo; cell < iv.Hi; cell++ {
					if list := claims[cell]; len(list) < 3 && list[0] != i {
						t.Fatalf("cell %d went to %d of %v", cell, i, list)
					}
				}
			}
		}
		if held != int64(len(claims)) {
			t.Fatalf("%d cells are held, %d were claimed", held, len(claims))
		}
	}
}

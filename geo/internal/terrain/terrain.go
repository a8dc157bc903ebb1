// Package terrain gives the tests of this room land to work on: the real
// communes where the machine has them, else invented ones of the same make.
//
// The file of communes is named by MAILLAGE_TERRITORY (a file of GeoJSON lines,
// gzip or not, or the folder that holds communes-*.geojsonl.gz), else looked
// for in ../shared/territory from the top of the repository.
package terrain

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
)

// Commune is one commune: its INSEE codes, inhabitants and boundary in degrees.
type Commune struct {
	Code, Departement, Region string
	Population                float64
	Shape                     orb.MultiPolygon
}

var load = sync.OnceValues(func() ([]Commune, error) {
	path, err := find()
	if err != nil || path == "" {
		return nil, err
	}
	return read(path)
})

// Communes returns every commune with a boundary, and whether they are the real
// ones. Callers must not change them.
func Communes(tb testing.TB) (communes []Commune, real bool) {
	tb.Helper()
	communes, err := load()
	if err != nil {
		tb.Fatalf("reading the communes: %v", err)
	}
	if communes == nil {
		tb.Log("no file of communes (MAILLAGE_TERRITORY): using invented ones")
		return invented(), false
	}
	return communes, true
}

// find returns the path of the file, or nothing if there is none.
func find() (string, error) {
	place := os.Getenv("MAILLAGE_TERRITORY")
	if place == "" || strings.Contains(place, "://") {
		dir, err := os.Getwd()
		if err != nil {
			return "", err
		}
		for {
			if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
				break
			}
			if dir == filepath.Dir(dir) {
				return "", nil
			}
			dir = filepath.Dir(dir)
		}
		place = filepath.Join(dir, "..", "shared", "territory")
	}
	info, err := os.Stat(place)
	if err != nil {
		return "", nil
	}
	if !info.IsDir() {
		return place, nil
	}
	found, err := filepath.Glob(filepath.Join(place, "communes-*.geojsonl.gz"))
	if err != nil || len(found) == 0 {
		return "", err
	}
	return found[len(found)-1], nil
}

func read(path string) ([]Commune, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var src io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		if src, err = gzip.NewReader(f); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	lines := bufio.NewScanner(src)
	lines.Buffer(nil, 64<<20)
	var all []Commune
	for lines.Scan() {
		var feature struct {
			Properties struct {
				Code, Departement, Region string
				Population                float64
			}
			Geometry *geojson.Geometry
		}
		if err := json.Unmarshal(lines.Bytes(), &feature); err != nil {
			return nil, fmt.Errorf("%s: line %d: %w", path, len(all)+1, err)
		}
		p := feature.Properties
		c := Commune{Code: p.Code, Departement: p.Departement, Region: p.Region, Population: p.Population}
		if feature.Geometry == nil {
			continue
		}
		switch g := feature.Geometry.Geometry().(type) {
		case orb.Polygon:
			c.Shape = orb.MultiPolygon{g}
		case orb.MultiPolygon:
			c.Shape = g
		}
		all = append(all, c)
	}
	return all, lines.Err()
}

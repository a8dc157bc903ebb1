package feature

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
)

const (
	square = `{"type":"Polygon","coordinates":[[[2,47],[2.5,47],[2.5,47.5],[2,47.5],[2,47]]]}`
	one    = `{"type":"Feature","properties":{"code":"18033","nom":"Bourges }]{[ \"é\\"},"geometry":` + square + `}`
	two    = `{"type":"Feature","geometry":null,"properties":{"code":"18034"}}`
)

func split(t testing.TB, r io.Reader) ([]string, error) {
	t.Helper()
	var out []string
	err := Split(r, func(raw []byte) error {
		out = append(out, string(raw))
		return nil
	})
	return out, err
}

func TestSplitFindsTheFeatures(t *testing.T) {
	t.Parallel()
	for name, in := range map[string]string{
		"collection":       `{"type":"FeatureCollection","name":"x","crs":{"a":[1,{}]},"features":[` + one + `,` + two + `]}`,
		"spaced":           "\ufeff {\n \"features\" : [ " + one + " ,\n " + two + " ] , \"bbox\" : [1,2,3,4], \"type\":\"FeatureCollection\" }\n",
		"lines":            one + "\n" + two + "\n",
		"no last newline":  one + "\r\n" + two,
		"one after other":  one + two,
		"record separator": "\x1e" + one + "\n\x1e" + two + "\n",
	} {
		for _, r := range []io.Reader{strings.NewReader(in), iotest.OneByteReader(strings.NewReader(in)), iotest.DataErrReader(strings.NewReader(in))} {
			got, err := split(t, r)
			if err != nil {
				t.Errorf("%s: %v", name, err)
			} else if d := cmp.Diff([]string{one, two}, got); d != "" {
				t.Errorf("%s: %s", name, d)
			}
		}
	}
}

func TestSplitRefusesTheRest(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"%PDF-1.7\n":                          "'%' where a GeoJSON object",
		"\x00\x00\x27\x0a":                    "not text",
		"[" + one + "]":                       "'['",
		`{"features":[1]}`:                    "a feature should stand",
		`{"features":[` + one + one + `]}`:    "a comma or ]",
		`{"type":"FeatureCollection" "x":1}`:  "a comma or }",
		`{"features":[` + one + `,`:           "too early",
		one[:len(one)-1]:                      "too early",
		one + "\n" + two[:20]:                 "too early",
		`{type:1}`:                            "a name in quotes",
		`{"a" 1}`:                             "a colon",
		`{"a":}`:                              "a value",
		`{"type":"FeatureCollection","featu`:  "too early",
		`{"type":"FeatureCollection","f":tru`: "too early",
	} {
		if _, err := split(t, strings.NewReader(in)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", in, err, want)
		}
	}
	stop := errors.New("stop")
	if err := Split(strings.NewReader(one+two), func([]byte) error { return stop }); err != stop {
		t.Errorf("emit's error became %v", err)
	}
}

func TestSplitBoundsAFeature(t *testing.T) {
	t.Parallel()
	endless := io.MultiReader(strings.NewReader(`{"features":[{"a":"`), zeros{'0'})
	if _, err := split(t, endless); err == nil || !strings.Contains(err.Error(), "larger than 64 MB") {
		t.Errorf("got %v", err)
	}
}

type zeros struct{ c byte }

func (z zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = z.c
	}
	return len(p), nil
}

func TestParse(t *testing.T) {
	t.Parallel()
	ring := orb.Ring{{2, 47}, {2.5, 47}, {2.5, 47.5}, {2, 47.5}, {2, 47}}
	hole := orb.Ring{{2.1, 47.1}, {2.2, 47.1}, {2.2, 47.2}, {2.1, 47.1}}
	for _, c := range []struct {
		geometry string
		want     orb.MultiPolygon
		fault    string
	}{
		{square, orb.MultiPolygon{{ring}}, ""},
		{`{"coordinates":[[[2,47],[25e-1,47,12],[2.50,47.5],[2.0,47.5],[2,47.5]]],"type":"Polygon"}`, orb.MultiPolygon{{ring}}, ""},
		{`{"type":"MultiPolygon","coordinates":[[[[2,47],[2.5,47],[2.5,47.5],[2,47.5],[2,47]],[[2.1,47.1],[2.2,47.1],[2.2,47.2],[2.1,47.1]]]]}`, orb.MultiPolygon{{ring, hole}}, ""},
		{`{"type":"MultiPolygon","coordinates":[[[[1,1],[1,1],[1,1]],[[2,2],[3,3],[2,3],[2,2]]],[[[2,47],[2.5,47],[2.5,47.5],[2,47.5],[2,47]]]]}`, orb.MultiPolygon{{ring}}, ""},
		{`null`, nil, ""},
		{`{"type":"Point","coordinates":[2,47]}`, nil, "Polygon or MultiPolygon"},
		{`{"type":"Polygon","coordinates":[[[2,47],[2.5,47],[2,47]]]}`, nil, "no area"},
		{`{"type":"Polygon","coordinates":[]}`, nil, "no area"},
		{`{"type":"Polygon"}`, nil, "too early"},
		{`{"type":"Polygon","coordinates":[[[2],[2.5,47],[2,47]]]}`, nil, "not two"},
		{`{"type":"Polygon","coordinates":[[["2",47],[2.5,47],[2,47]]]}`, nil, "is no number"},
		{`{"type":"Polygon","coordinates":[[[1e999,47],[2.5,47],[2,47]]]}`, nil, "is no number"},
		{`{"type":"Polygon","coordinates":[[[.5,47],[2.5,47],[2,47]]]}`, nil, "is no number"},
		{`{"type":"Polygon","coordinates":[[[5.,47],[2.5,47],[2,47]]]}`, nil, "is no number"},
		{`{"type":"Polygon","coordinates":[[[2,47],[2.5,47],[2,47]]]]}`, nil, "should stand"},
	} {
		f, err := Parse([]byte(`{"type":"Feature","properties":null,"geometry":` + c.geometry + `}`))
		switch {
		case c.fault != "":
			if err == nil || !strings.Contains(err.Error(), c.fault) {
				t.Errorf("%s: got %v, want %q", c.geometry, err, c.fault)
			}
		case err != nil:
			t.Errorf("%s: %v", c.geometry, err)
		default:
			if d := cmp.Diff(c.want, f.Geometry); d != "" {
				t.Errorf("%s: %s", c.geometry, d)
			}
			if f.Properties == nil {
				t.Error("properties are nil")
			}
		}
	}
	if _, err := Parse([]byte(`{"type":"Topology","objects":{}}`)); err == nil || !strings.Contains(err.Error(), "Topology") {
		t.Errorf("a TopoJSON gave %v", err)
	}
}

func TestNumbersAreReadExactly(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	for range 100_000 {
		v := (r.Float64() - 0.5) * 360
		text := strconv.FormatFloat(v, 'f', r.IntN(18), 64)
		if r.IntN(4) == 0 {
			text = strconv.FormatFloat(v, 'e', -1, 64)
		}
		want, err := strconv.ParseFloat(text, 64)
		if err != nil {
			t.Fatal(err)
		}
		c := cursor{b: []byte(" " + text + ",")}
		if got, err := c.number(); err != nil || got != want {
			t.Fatalf("%s: got %v (%v), want %v", text, got, err, want)
		}
	}
}

// FuzzSplit checks that what is split off a collection is what encoding/json
// finds in it, and that nothing panics.
func FuzzSplit(f *testing.F) {
	f.Add([]byte(`{"features":[` + one + `,` + two + `]}`))
	f.Add([]byte(one + "\n" + two))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := split(t, bytes.NewReader(data))
		slow, slowErr := split(t, iotest.OneByteReader(bytes.NewReader(data)))
		if fmt.Sprint(err) != fmt.Sprint(slowErr) || !cmp.Equal(got, slow) {
			t.Fatalf("read whole: %q %v; byte by byte: %q %v", got, err, slow, slowErr)
		}
		var c struct {
			Features []json.RawMessage `json:"features"`
		}
		if json.Unmarshal(data, &c) != nil || bytes.Count(bytes.ToLower(data), []byte("feature")) != 1 || bytes.ContainsRune(data, '\\') || len(c.Features) == 0 {
			return
		}
		if err != nil {
			if c.Features[0][0] != '{' {
				return
			}
			for _, raw := range c.Features {
				if raw[0] != '{' {
					return
				}
			}
			t.Fatalf("%q: %v", data, err)
		}
		if len(got) != len(c.Features) {
			t.Fatalf("%d features, encoding/json finds %d", len(got), len(c.Features))
		}
	})
}

// FuzzParse checks against orb's reader, which is slow and plain.
func FuzzParse(f *testing.F) {
	f.Add([]byte(one))
	f.Add([]byte(`{"type":"Feature","geometry":{"type":"MultiPolygon","coordinates":[[[[2,47],[2.5,47],[2.5,4.75e1],[2,47]]]]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := Parse(data)
		want, wantErr := geojson.UnmarshalFeature(data)
		if err != nil || wantErr != nil || got.Geometry == nil {
			return
		}
		var mp orb.MultiPolygon
		switch g := want.Geometry.(type) {
		case orb.Polygon:
			mp = orb.MultiPolygon{g}
		case orb.MultiPolygon:
			mp = g
		}
		have := map[orb.Point]bool{}
		for _, p := range mp {
			for _, r := range p {
				for _, v := range r {
					have[v] = true
				}
			}
		}
		for _, p := range got.Geometry {
			for _, r := range p {
				if len(r) < 4 || r[0] != r[len(r)-1] {
					t.Fatalf("ring %v", r)
				}
				for _, v := range r {
					if !have[v] {
						t.Fatalf("vertex %v is not in %v", v, mp)
					}
				}
			}
		}
	})
}

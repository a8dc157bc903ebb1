package peeringdb

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"maillage/inventory"
)

// TestFacilities asks a local server that speaks PeeringDB's interface.
func TestFacilities(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/netfac", func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Query().Get("local_asn") {
		case "64500":
			fmt.Fprint(w, `{"data":[`)
			for i := range 150 {
				if i > 0 {
					fmt.Fprint(w, ",")
				}
				fmt.Fprintf(w, `{"id":%d,"name":"F%d","city":"Paris","country":"FR","net_id":1,"fac_id":%d,"local_asn":64500,"status":"ok"}`, i, i, 1000+i)
			}
			fmt.Fprint(w, `],"meta":{}}`)
		case "64501":
			fmt.Fprint(w, `{"data":[],"meta":{}}`)
		case "64506":
			http.NotFound(w, r) // how it says that there is none
		case "64502":
			w.Header().Set("Retry-After", "17")
			w.WriteHeader(http.StatusTooManyRequests)
		case "64503":
			fmt.Fprint(w, `<html>`)
		case "64504":
			fmt.Fprint(w, `{"data":["`+strings.Repeat("x", mostBytes)+`"]}`)
		default:
			w.WriteHeader(http.StatusBadGateway)
		}
	})
	questions := 0
	mux.HandleFunc("GET /api/fac", func(w http.ResponseWriter, r *http.Request) {
		questions++
		ids := strings.Split(r.URL.Query().Get("id__in"), ",")
		for i, id := range ids {
			ids[i] = `{"id":` + id + `,"name":"F","latitude":48.8,"longitude":2.3}`
		}
		fmt.Fprint(w, `{"data":[`+strings.Join(ids, ",")+`]}`)
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	got, err := Facilities(t.Context(), server.URL+"/api/", 64500)
	if err != nil || strings.Count(string(got), `"fac_id"`) != 150 || strings.Count(string(got), `"latitude"`) != 150 || questions != 2 {
		t.Errorf("%v, %d questions, %.200s", err, questions, got)
	}
	for asn, want := range map[int]struct {
		kind inventory.Kind
		says string
	}{
		64501: {inventory.NotFound, "AS64501"}, 64506: {inventory.NotFound, "AS64506"}, 64502: {inventory.Unavailable, "17 seconds"}, 64503: {inventory.Unavailable, "PeeringDB"},
		64504: {inventory.Unavailable, "too long"}, 64505: {inventory.Unavailable, "502"},
	} {
		if _, err := Facilities(t.Context(), server.URL+"/api", asn); inventory.KindOf(err) != want.kind || !strings.Contains(fmt.Sprint(err), want.says) {
			t.Errorf("AS%d: %v, want %v saying %q", asn, err, want.kind, want.says)
		}
	}
	server.Close()
	if _, err := Facilities(t.Context(), server.URL+"/api", 64500); inventory.KindOf(err) != inventory.Unavailable {
		t.Errorf("no server: %v", err)
	}
}

func TestParseASN(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]int{"64500": 64500, "AS64500": 64500, " as1 ": 1, "AS": 0, "x": 0, "0": 0, "4294967296": 0} {
		if got, err := ParseASN(s); got != want || (err == nil) != (want != 0) {
			t.Errorf("%q: %d %v", s, got, err)
		}
	}
}

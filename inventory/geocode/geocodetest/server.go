// Package geocodetest is a server that speaks the interface of the State's
// geocoder for files, for tests: the form it takes, the columns it adds, in its
// order, and what it does when it is asked too much.
package geocodetest

import (
	"bytes"
	"encoding/csv"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"sync"
	"testing"
)

// Answer is what the server says of an address. Empty fields stay empty.
type Answer struct {
	Lon, Lat, Score, Next float64
	Label, Type, CityCode string
	OldCityCode, Status   string
}

// Server answers by the text of the address alone; one that it does not know is
// not found. The filters it was sent stand in Filters.
type Server struct {
	*httptest.Server
	mu      sync.Mutex
	Answers map[string]Answer
	Filters map[string][2]string // by address: citycode, postcode
	asked   int
	Trouble []func(w http.ResponseWriter)
	Wait    chan struct{} // when set, each question waits for one word
}

// New starts a server for the time of the test.
func New(t testing.TB, answers map[string]Answer) *Server {
	s := &Server{Answers: answers, Filters: map[string][2]string{}}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.Close)
	return s
}

// Asked is how many addresses have been asked for.
func (s *Server) Asked() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked
}

// columns are those that the service adds when it is not told which, in order.
var columns = []string{"longitude", "latitude", "result_score", "result_score_next", "result_label", "result_type", "result_id", "result_banId",
	"result_housenumber", "result_name", "result_street", "result_postcode", "result_city", "result_context", "result_citycode",
	"result_oldcitycode", "result_oldcity", "result_district", "result_status"}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if s.Wait != nil {
		select {
		case <-s.Wait:
		case <-r.Context().Done():
		}
		if r.Context().Err() != nil {
			return
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.Trouble) > 0 {
		trouble := s.Trouble[0]
		s.Trouble = s.Trouble[1:]
		trouble(w)
		return
	}
	if err := r.ParseMultipartForm(1 << 20); r.Method != http.MethodPost || r.URL.Path != "/search/csv" || err != nil {
		http.Error(w, `{"code":400,"message":"A CSV file must be provided in data field"}`, http.StatusBadRequest)
		return
	}
	file, _, err := r.FormFile("data")
	if err != nil {
		http.Error(w, `{"code":400,"message":"A CSV file must be provided in data field"}`, http.StatusBadRequest)
		return
	}
	text, _ := io.ReadAll(file)
	s.answer(w, r, text)
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request, text []byte) {
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	form := r.MultipartForm.Value
	if err != nil || len(rows) == 0 || len(form["columns"]) == 0 {
		http.Error(w, `{"code":400}`, http.StatusBadRequest)
		return
	}
	at := map[string]int{}
	for i, name := range rows[0] {
		at[name] = i
	}
	for _, named := range slices.Concat(form["columns"], form["citycode"], form["postcode"]) {
		if _, ok := at[named]; !ok {
			http.Error(w, `{"code":400,"message":"At least one given column name is unknown"}`, http.StatusBadRequest)
			return
		}
	}
	chosen := columns
	if want := form["result_columns"]; len(want) > 0 {
		chosen = slices.DeleteFunc(slices.Clone(columns), func(c string) bool { return !slices.Contains(want, c) })
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	out := csv.NewWriter(w)
	_ = out.Write(slices.Concat(rows[0], chosen))
	for _, row := range rows[1:] {
		address := row[at[form["columns"][0]]]
		s.asked++
		s.Filters[address] = [2]string{row[at[form["citycode"][0]]], row[at[form["postcode"][0]]]}
		a, ok := s.Answers[address]
		switch {
		case address == "":
			a.Status = "skipped"
		case !ok:
			a.Status = "not-found"
		case a.Status == "":
			a.Status = "ok"
		}
		_ = out.Write(slices.Concat(row, a.cells(chosen)))
	}
	out.Flush()
}

func (a Answer) cells(chosen []string) []string {
	number := func(v float64) string {
		if v == 0 {
			return ""
		}
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	all := map[string]string{"longitude": number(a.Lon), "latitude": number(a.Lat), "result_score": number(a.Score), "result_score_next": number(a.Next),
		"result_label": a.Label, "result_type": a.Type, "result_citycode": a.CityCode, "result_oldcitycode": a.OldCityCode, "result_status": a.Status}
	cells := make([]string, len(chosen))
	for i, c := range chosen {
		cells[i] = all[c]
	}
	return cells
}

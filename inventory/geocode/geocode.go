// Package geocode asks the State's geocoder (Géoplateforme, over the Base Adresse
// Nationale) where addresses are, many at once.
//
// What belongs here: the interface of its CSV endpoint, batches, patience. What
// does not: whether an answer is to be believed (intake), and where answers are
// kept (postgres).
package geocode

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"maillage/inventory"
)

// Service is the Géoplateforme's endpoint for files
// (https://data.geopf.fr/geocodage/openapi).
const Service = "https://data.geopf.fr/geocodage/search/csv"

// Limits of one question and its answer, and of patience.
const (
	BatchSize  = 500 // addresses in one question; the service asks for few and large ones
	maxAnswer  = 16 << 20
	tries      = 4
	firstPause = time.Second
	maxPause   = 20 * time.Second // what is waited for here; longer is the caller's to wait
	timeout    = 90 * time.Second
)

// Query is one address. INSEE and Postcode narrow it to a commune, where known.
type Query struct {
	Text     string // number, street and town
	INSEE    string // of a commune of today; "" for cities with arrondissements, which the service tells apart
	Postcode string
}

// Geocoder asks one service, one question at a time. Make one with New.
type Geocoder struct {
	url    string
	client *http.Client
	pause  time.Duration // after a first failure
	turn   chan struct{}
}

// New makes a geocoder of the service at an address; "" is Service. Invalid when
// it is no http or https address.
func New(address string) (*Geocoder, error) {
	if address == "" {
		address = Service
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, inventory.Errorf(inventory.Invalid, "bad_geocoder", "“%s” is not the address of a geocoder: give an http address, or on", address)
	}
	return &Geocoder{url: address, client: &http.Client{Timeout: timeout}, pause: firstPause, turn: make(chan struct{}, 1)}, nil
}

// Busy is the error of a service that does not answer now. After is how long it
// asks to be left alone, 0 when it does not say.
type Busy struct {
	After time.Duration
	Why   error
}

func (b *Busy) Error() string { return fmt.Sprintf("the geocoder does not answer: %v", b.Why) }
func (b *Busy) Unwrap() error { return b.Why }

// Search asks for at most BatchSize addresses and returns the answers in their
// order. Errors: *Busy once patience has ended; others when the service refuses
// the question or its answer makes no sense.
func (g *Geocoder) Search(ctx context.Context, queries []Query) ([]inventory.Geocoded, error) {
	if len(queries) == 0 {
		return nil, nil
	}
	if len(queries) > BatchSize {
		return nil, fmt.Errorf("%d addresses in one question, %d at most", len(queries), BatchSize)
	}
	select {
	case g.turn <- struct{}{}:
		defer func() { <-g.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	pause := g.pause
	for try := 1; ; try++ {
		answers, err := g.ask(ctx, queries)
		var busy *Busy
		if err == nil || !errors.As(err, &busy) || try == tries || busy.After > maxPause {
			return answers, err
		}
		wait := max(pause, busy.After)
		pause *= 2
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// ask sends one question once.
func (g *Geocoder) ask(ctx context.Context, queries []Query) ([]inventory.Geocoded, error) {
	body, kind, err := question(queries)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, g.url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", kind)
	request.Header.Set("Accept", "text/csv")
	response, err := g.client.Do(request)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, &Busy{Why: err}
	}
	defer response.Body.Close()
	switch {
	case response.StatusCode == http.StatusTooManyRequests || response.StatusCode >= 500:
		return nil, &Busy{After: retryAfter(response.Header.Get("Retry-After"), time.Now()), Why: errors.New(response.Status)}
	case response.StatusCode != http.StatusOK:
		return nil, fmt.Errorf("the geocoder refuses the question: %s", response.Status)
	}
	text, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	if err != nil {
		return nil, &Busy{Why: err} // cut short
	}
	if len(text) > maxAnswer {
		return nil, errors.New("the geocoder's answer is too long")
	}
	return answersOf(text, len(queries))
}

// The columns of the file sent. The filters name columns, and an empty cell in
// one narrows nothing.
const (
	columnID       = "id"
	columnText     = "adresse"
	columnINSEE    = "code_insee"
	columnPostcode = "code_postal"
)

var resultColumns = []string{"longitude", "latitude", "result_score", "result_score_next", "result_label", "result_type",
	"result_citycode", "result_oldcitycode", "result_status"}

// question is the form that the service takes: the file, the column that is the
// address, the columns that narrow it, and what to answer.
func question(queries []Query) (body []byte, contentType string, err error) {
	var file bytes.Buffer
	w := csv.NewWriter(&file)
	rows := [][]string{{columnID, columnText, columnINSEE, columnPostcode}}
	for i, q := range queries {
		rows = append(rows, []string{strconv.Itoa(i), oneLine(q.Text), q.INSEE, q.Postcode})
	}
	if err := w.WriteAll(rows); err != nil {
		return nil, "", err
	}
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	fields := [][2]string{{"columns", columnText}, {"citycode", columnINSEE}, {"postcode", columnPostcode}, {"delimiter", ","}, {"encoding", "utf-8"}}
	for _, c := range resultColumns {
		fields = append(fields, [2]string{"result_columns", c})
	}
	for _, f := range fields {
		if err := form.WriteField(f[0], f[1]); err != nil {
			return nil, "", err
		}
	}
	part, err := form.CreateFormFile("data", "adresses.csv")
	if err == nil {
		_, err = part.Write(file.Bytes())
	}
	if err == nil {
		err = form.Close()
	}
	return b.Bytes(), form.FormDataContentType(), err
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// retryAfter reads the header of that name (RFC 9110, 10.2.3): seconds or a date.
func retryAfter(header string, now time.Time) time.Duration {
	if n, err := strconv.Atoi(strings.TrimSpace(header)); err == nil && n >= 0 && n <= 86400 {
		return time.Duration(n) * time.Second
	}
	if at, err := http.ParseTime(header); err == nil && at.After(now) && at.Sub(now) < 24*time.Hour {
		return at.Sub(now)
	}
	return 0
}

// answersOf reads the answer to n addresses, told by the number that was sent
// along with each.
func answersOf(text []byte, n int) ([]inventory.Geocoded, error) {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))))
	head, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("the geocoder's answer is no CSV: %w", err)
	}
	at := map[string]int{}
	for i, name := range head {
		at[name] = i
	}
	for _, name := range []string{columnID, "longitude", "latitude", "result_score", "result_status"} {
		if _, ok := at[name]; !ok {
			return nil, fmt.Errorf("the geocoder's answer lacks the column %q", name)
		}
	}
	answers := make([]inventory.Geocoded, n)
	seen := 0
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("the geocoder's answer is no CSV: %w", err)
		}
		i, err := strconv.Atoi(row[at[columnID]])
		if err != nil || i < 0 || i >= n || answers[i].Status != "" {
			return nil, fmt.Errorf("the geocoder answers to %q, which was not asked, or twice", row[at[columnID]])
		}
		answers[i] = answerOf(row, at)
		seen++
	}
	if seen != n {
		return nil, &Busy{Why: fmt.Errorf("%d answers to %d addresses", seen, n)}
	}
	return answers, nil
}

func answerOf(row []string, at map[string]int) inventory.Geocoded {
	cell := func(name string) string {
		if i, ok := at[name]; ok && i < len(row) {
			return row[i]
		}
		return ""
	}
	number := func(name string) (float64, bool) {
		v, err := strconv.ParseFloat(cell(name), 64)
		return v, err == nil && !math.IsNaN(v) && !math.IsInf(v, 0)
	}
	a := inventory.Geocoded{Label: cell("result_label"), Type: cell("result_type"), INSEE: cell("result_citycode"),
		OldINSEE: cell("result_oldcitycode"), Status: cell("result_status")}
	if a.Status == "" {
		a.Status = "error"
	}
	lon, okLon := number("longitude")
	lat, okLat := number("latitude")
	if !okLon || !okLat || math.Abs(lon) > 180 || math.Abs(lat) > 90 {
		if a.Status == "ok" { // it says so for nonsense, too
			a.Status = "error"
		}
		return a
	}
	a.Position = orb.Point{lon, lat}
	a.Score, _ = number("result_score")
	a.Next, _ = number("result_score_next")
	return a
}

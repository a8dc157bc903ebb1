// Package peeringdb asks PeeringDB in which facilities a network is, for its
// member to take them in as PoPs. It is asked on demand alone: no page and no
// start of the program does.
//
// What belongs here: the two questions and their limits. What does not: what the
// answers mean, which is intake's.
package peeringdb

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"maillage/inventory"
)

const (
	mostBytes = 16 << 20
	mostTime  = 30 * time.Second
	atOnce    = 100 // facilities a question, so that addresses stay short
)

// Facilities asks an API (https://www.peeringdb.com/apidocs/) for a network's facilities, and gives them as one document
// that intake reads as a list of PoPs: {"netfac":[…],"fac":[…]}. Errors:
// NotFound where PeeringDB knows no facility of this network; Unavailable where
// it cannot be reached, asks to come back later, or answers anything else.
func Facilities(ctx context.Context, api string, asn int) ([]byte, error) {
	ctx, stop := context.WithTimeout(ctx, mostTime)
	defer stop()
	nets, err := ask(ctx, api, "netfac", url.Values{"local_asn": {strconv.Itoa(asn)}})
	if err != nil {
		return nil, err
	}
	if len(nets) == 0 {
		return nil, inventory.Errorf(inventory.NotFound, "no_facilities", "PeeringDB lists no facility of AS%d", asn)
	}
	var ids []string
	for _, raw := range nets {
		var n struct {
			Fac int `json:"fac_id"`
		}
		if err := json.Unmarshal(raw, &n); err != nil {
			return nil, unavailable(err)
		}
		ids = append(ids, strconv.Itoa(n.Fac))
	}
	facs := []json.RawMessage{}
	for len(ids) > 0 {
		n := min(len(ids), atOnce)
		more, err := ask(ctx, api, "fac", url.Values{"id__in": {strings.Join(ids[:n], ",")}})
		if err != nil {
			return nil, err
		}
		facs, ids = append(facs, more...), ids[n:]
	}
	return json.Marshal(map[string][]json.RawMessage{"netfac": nets, "fac": facs})
}

func unavailable(err error) error {
	return inventory.Errorf(inventory.Unavailable, "peeringdb", "PeeringDB cannot be asked (%v): try later, or save its answer as a file and import that", err)
}

// ask asks one question and gives the rows of the answer.
func ask(ctx context.Context, api, noun string, query url.Values) ([]json.RawMessage, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(api, "/")+"/"+noun+"?"+query.Encode(), nil)
	if err != nil {
		return nil, unavailable(err)
	}
	r.Header.Set("Accept", "application/json")
	r.Header.Set("User-Agent", "maillage")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, unavailable(err)
	}
	defer answer.Body.Close()
	switch answer.StatusCode {
	case http.StatusOK:
	case http.StatusNotFound:
		return nil, nil // how it says that there is none
	case http.StatusTooManyRequests:
		return nil, unavailable(fmt.Errorf("too many questions, wait %s seconds", or(answer.Header.Get("Retry-After"), "60")))
	default:
		return nil, unavailable(errors.New(answer.Status))
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, mostBytes+1))
	if err == nil && len(body) > mostBytes {
		err = errors.New("its answer is too long")
	}
	if err != nil {
		return nil, unavailable(err)
	}
	var page struct {
		Data []json.RawMessage `json:"data"`
	}
	if err := json.Unmarshal(body, &page); err != nil {
		return nil, unavailable(err)
	}
	return page.Data, nil
}

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// ParseASN reads an AS number: 64500, AS64500.
func ParseASN(s string) (int, error) {
	digits := strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(s)), "AS")
	n, err := strconv.ParseUint(digits, 10, 32)
	if err != nil || n == 0 {
		return 0, inventory.Errorf(inventory.Invalid, "bad_asn", "“%s” is not an AS number such as AS64500", s)
	}
	return int(n), nil
}

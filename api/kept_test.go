package api

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

// ask sends a GET as the operator of the loopback address.
func (s *stack) ask(t *testing.T, target string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "http://localhost"+prefix+target, nil)
	r.RemoteAddr = "127.0.0.1:9999"
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	return w
}

// TestKeptAnswers: the same answer squeezed and plain, its tag spares sending it
// again, and another inventory is another answer.
func TestKeptAnswers(t *testing.T) {
	t.Parallel()
	s := newStack(t, io.Discard)
	for _, target := range []string{"/coverage?unit=commune", "/gaps?unit=commune", "/gaps/regions", "/overlaps", "/openings", "/redundancy?unit=commune"} {
		plain := s.ask(t, target)
		if plain.Code != http.StatusOK || plain.Header().Get("Content-Encoding") != "" || plain.Body.Bytes()[0] != '{' {
			t.Fatalf("%s: %d, encoded %q: %.80s", target, plain.Code, plain.Header().Get("Content-Encoding"), plain.Body)
		}
		small := s.ask(t, target, "Accept-Encoding", "br;q=1, gzip;q=0.8")
		if small.Header().Get("Content-Encoding") != "gzip" || !strings.Contains(small.Header().Get("Vary"), "Accept-Encoding") {
			t.Errorf("%s: not squeezed for who takes it so: %v", target, small.Header())
		}
		z, err := gzip.NewReader(small.Body)
		if err != nil {
			t.Fatal(target, err)
		}
		if unpacked, err := io.ReadAll(z); err != nil || string(unpacked) != plain.Body.String() {
			t.Errorf("%s: squeezed it is another answer (%v)", target, err)
		}
		if refused := s.ask(t, target, "Accept-Encoding", "gzip;q=0"); refused.Header().Get("Content-Encoding") != "" {
			t.Errorf("%s: squeezed for who refuses it", target)
		}
		tag := plain.Header().Get("ETag")
		if again := s.ask(t, target, "If-None-Match", tag); again.Code != http.StatusNotModified || again.Body.Len() > 0 {
			t.Errorf("%s: %d with %d bytes to who holds it", target, again.Code, again.Body.Len())
		}
		if cache := plain.Header().Get("Cache-Control"); cache != "private, no-store" {
			t.Errorf("%s: Cache-Control %q", target, cache)
		}
	}

	before := s.ask(t, "/coverage")
	err := s.parts.Store.Write(t.Context(), inventory.Operator("test"), "test", func(tx pgx.Tx) error {
		m := inventory.Member{Slug: "late", Name: "Late", Status: inventory.MemberActive, Color: "#336699"}
		if err := postgres.AddMember(t.Context(), tx, m); err != nil {
			return err
		}
		u := s.parts.Atlas.Now().Gazetteer().Units(inventory.Commune)[0]
		shapes, err := postgres.UnitGeometries(t.Context(), tx, inventory.Commune, []string{u.Code})
		if err != nil {
			return err
		}
		return postgres.PutZones(t.Context(), tx, []inventory.Zone{{Key: inventory.Key{Member: "late", Code: "z"}, Name: "Z",
			Technologies: []inventory.Technology{inventory.Technologies[0]}, Status: inventory.Operational,
			Extent: inventory.Extent{Kind: inventory.ExtentCommunes, Codes: []string{u.Code}}, Audience: inventory.AudienceMembers,
			PriceAudience: inventory.AudienceMembers, Geometry: shapes[u.Code], Cells: u.Cells}})
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.parts.Atlas.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	after := s.ask(t, "/coverage", "If-None-Match", before.Header().Get("ETag"))
	if after.Code != http.StatusOK || after.Body.String() == before.Body.String() {
		t.Errorf("%d: what was kept is told of another inventory", after.Code)
	}
}

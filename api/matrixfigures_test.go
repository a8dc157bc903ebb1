package api

import (
	"encoding/json"
	"slices"
	"testing"

	"maillage/inventory"
)

// Figures count what the table says, and name nobody whom it does not.
func TestMatrixOfFigures(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	for viewer := range seen {
		m.figures(t, viewer, "")
		m.figures(t, viewer, publicDay)
	}
}

// figures checks what a viewer is told of now, or of a day on which beta had
// nothing yet.
func (m *matrix) figures(t *testing.T, viewer, day string) {
	t.Helper()
	asOf := ""
	if day != "" {
		asOf = "&as_of=" + day
	}
	var coverage struct {
		Units []struct {
			Code    string
			Covered struct{ Share float64 }
		}
	}
	m.document(t, viewer, "/coverage?unit=commune&technology=ftth"+asOf, &coverage)
	var openings struct {
		Units []struct {
			Code     string
			Partners []string
		}
	}
	m.document(t, viewer, "/openings?member=delta&unit=commune"+asOf, &openings)
	for i, a := range inventory.Audiences {
		code := m.communes[i].Code
		s := sees(viewer, a)
		alpha := a.InPool() && s != "-"                                                          // what alpha shares there counts
		beta := day == "" && viewer != asVisitor && viewer != asAdmin && viewer != asKeeperGamma // beta's wide zone is for members
		covered, partners := 0.0, []string(nil)
		for _, u := range coverage.Units {
			if u.Code == code {
				covered = u.Covered.Share
			}
		}
		for _, u := range openings.Units {
			if u.Code == code {
				partners = slices.Sorted(slices.Values(u.Partners))
			}
		}
		if got := covered > 0.99; got != (alpha || beta) {
			t.Errorf("%s: the commune with a %s zone is covered: %v", viewer, a, got)
		}
		var want []string
		switch {
		case alpha && s == "c":
			want = append(want, "un partenaire")
		case alpha:
			want = append(want, "alpha")
		}
		if beta {
			want = append(want, "beta")
		}
		slices.Sort(want)
		if !slices.Equal(partners, want) {
			t.Errorf("%s: a %s zone is opened by %v, want %v", viewer, a, partners, want)
		}
		var e struct {
			Offers []struct{ Member, Zone, Name, Supplier string }
		}
		m.document(t, viewer, "/eligibility?insee="+code+asOf, &e)
		var members []string
		for _, o := range e.Offers {
			members = append(members, o.Member)
			if o.Member == "un partenaire" && o.Zone+o.Name+o.Supplier != "" {
				t.Errorf("%s: the offer of a partner is %+v", viewer, o)
			}
		}
		slices.Sort(members)
		if !slices.Equal(members, want) {
			t.Errorf("%s: in the commune with a %s zone %v offer, want %v", viewer, a, members, want)
		}
	}
}

func (m *matrix) document(t *testing.T, viewer, target string, into any) {
	t.Helper()
	status, _, text := m.as(viewer, "GET", prefix+target, "")
	if status != 200 {
		t.Fatalf("%s: %s answers %d %s", viewer, target, status, text)
	}
	decode(t, text, into)
}

func decode(t *testing.T, text string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatal(err)
	}
}

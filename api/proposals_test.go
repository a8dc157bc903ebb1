package api

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"maillage/api/gen"
	"maillage/inventory"
	"maillage/inventory/planning"
)

// Three members are asked, two of three voices close it: until then no answer,
// log line or metric tells that a voice was cast, or differs for it.
func TestProposalsLife(t *testing.T) {
	t.Parallel()
	log := new(bytes.Buffer)
	m := &matrix{stack: newStack(t, log), tokens: map[string]string{}, emails: map[string]string{}, members: map[string]string{}}
	m.join(t, map[string]inventory.MemberStatus{"alpha": inventory.MemberActive, "beta": inventory.MemberActive, "delta": inventory.MemberActive, "gamma": inventory.MemberCandidate})
	m.people(t)
	two := 2
	kept, done, err := m.parts.Planner.Start(t.Context(), inventory.Viewer{Role: inventory.RoleBureau, Name: "chief"}, "P",
		planning.Request{From: planning.FromUnits, Unit: inventory.Commune, Objective: planning.Reach, Budget: planning.Budget{Zones: &two}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	<-done
	body := fmt.Sprintf(`{"plan":%d,"title":"T","closes_at":"%s","quorum":2}`, kept.ID, time.Now().Add(time.Hour).UTC().Format(time.RFC3339))
	for viewer, want := range map[string]int{asVisitor: 401, asKeeperA: 403, asAdmin: 403, asBureau: 201} {
		if status, _, text := m.as(viewer, "POST", prefix+"/proposals", body); status != want {
			t.Fatalf("%s proposes: %d, want %d: %s", viewer, status, want, text)
		}
	}
	page := prefix + "/proposals/1"
	said := func() string { // all that those read who cast no voice
		all := ""
		for _, viewer := range []string{asBureau, asKeeperB, asAdmin} {
			for _, target := range []string{page, prefix + "/proposals", page + "/picks.geojson", prefix + "/history?limit=1000", prefix + "/members"} {
				_, _, text := m.as(viewer, "GET", target, "")
				all += viewer + text
			}
		}
		return all
	}
	before := said()
	lines := strings.Count(log.String(), "/voice")
	if status, _, text := m.as(asKeeperA, "PUT", page+"/voice", `{"interest":"interested","note":"N"}`); status != 200 || !strings.Contains(text, `"note":"N"`) {
		t.Fatalf("alpha casts: %d %s", status, text)
	}
	if after := said(); after != before {
		t.Error("what others read changes when a voice is cast")
	}
	_, _, metrics := m.as(asAdmin, "GET", "/metrics", "")
	if strings.Contains(metrics, "/voice") || strings.Count(log.String(), "/voice") != lines {
		t.Error("the metrics or the log tell that a voice was cast")
	}
	for viewer, want := range map[string]int{asVisitor: 401, asBureau: 403, asAdmin: 403, asSalesA: 403, asReadTokenA: 403, asKeeperGamma: 404} {
		if status, _, text := m.as(viewer, "PUT", page+"/voice", `{"interest":"abstains"}`); status != want {
			t.Errorf("%s casts: %d, want %d: %s", viewer, status, want, text)
		}
	}
	var of gen.Proposal
	m.document(t, asKeeperA, "/proposals/1", &of)
	if of.OwnGain == nil || of.Picks[0].OwnGain == nil || of.Members != nil || of.Plan != nil || of.Result != nil || of.Voices != nil || of.Voice == nil {
		t.Errorf("alpha reads %+v", of)
	}
	if status, _, text := m.as(asKeeperB, "PUT", page+"/voice", `{"interest":"not_interested"}`); status != http.StatusOK {
		t.Fatalf("beta casts: %d %s", status, text)
	}
	for _, viewer := range []string{asBureau, asKeeperA, asSalesA, asKeeperB} {
		var d gen.Proposal
		m.document(t, viewer, "/proposals/1", &d)
		if d.State != stateClosed || *d.ClosedBy != "quorum" || d.Result == nil || *d.Result != (gen.ProposalResult{Interested: 1, NotInterested: 1}) || len(*d.Voices) != 2 {
			t.Errorf("%s reads of the closed one %+v", viewer, d)
		}
	}
	if status, _, _ := m.as(asKeeperA, "PUT", page+"/voice", `{"interest":"abstains"}`); status != http.StatusConflict {
		t.Errorf("a voice is changed after the closing: %d", status)
	}
}

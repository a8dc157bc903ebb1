package api

import (
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"
)

func TestOperations(t *testing.T) {
	t.Parallel()
	s := newStack(t, io.Discard)
	change := "" // the last of an audience
	for _, r := range operations {
		r.target = strings.ReplaceAll(r.target, "CHANGE", change)
		w := s.send(t, r)
		var d struct{ Change string }
		if r.op == "changeAudience" && json.Unmarshal(w.Body.Bytes(), &d) == nil && d.Change != "" {
			change = d.Change
		}
	}
}

// A new operation must come with a row that it answers and one that it refuses.
func TestEveryOperationIsAsked(t *testing.T) {
	t.Parallel()
	v, err := newValidator()
	if err != nil {
		t.Fatal(err)
	}
	for _, route := range v.routes {
		op := route.Operation.OperationID
		answered := op == "putVoice" // a member's, in TestProposalsLife: the operator has none
		if !answered && !slices.ContainsFunc(operations, func(r row) bool { return r.op == op && r.status < 400 }) && !slices.ContainsFunc(access, func(s step) bool { return s.op == op && s.status < 400 }) {
			t.Errorf("no row of operations asks %s and is answered", op)
		}
		if !slices.ContainsFunc(operations, func(r row) bool { return r.op == op && r.status >= 400 }) {
			t.Errorf("no row of operations asks %s and is refused", op)
		}
	}
}

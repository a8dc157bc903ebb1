package intake

import "testing"

// TestUndoOneAfterTheOther takes two lists back, the later one first: once it is
// gone, nothing stands in the way of the one before.
func TestUndoOneAfterTheOther(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	addMember(t, d, "m")
	first := load(t, d, pops("m", twoPops))
	second := load(t, d, pops("m", "code,name\nA,Renamed\n"))
	zoned := load(t, d, zones("m", "code,name,technologies,communes\nZ,Zone,ftth,18033\n"))
	moved := load(t, d, zones("m", "code,name,technologies,communes\nZ,Zone nord,ftth dsl,18033\n"))
	for _, id := range []int64{first.ID, zoned.ID} {
		if _, err := d.Undo(t.Context(), operator, id); codeOf(err) != "touched_since" {
			t.Errorf("import %d: %v", id, err)
		}
	}
	for _, id := range []int64{moved.ID, zoned.ID, second.ID, first.ID} {
		if _, err := d.Undo(t.Context(), operator, id); err != nil {
			t.Errorf("import %d: %v", id, err)
		}
	}
	if left := popsOf(t, d, "m"); len(left) != 0 {
		t.Errorf("left: %+v", left)
	}
}

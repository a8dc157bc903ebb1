package atlas

import (
	"fmt"

	"maillage/inventory"
)

// Kept is an answer written out, as it is sent.
type Kept struct {
	Body []byte
	Tag  string // tells it from other bodies
}

func (k Kept) bytes() int64 { return int64(len(k.Body)) + int64(len(k.Tag)) }

// Keep returns an answer to a viewer's filter as make wrote it, the first time
// that it is asked of this picture, within the memory that its answers have. What
// tells the question from others: make must write the same for every viewer of
// one class and every filter that means the same, and nothing that changes with
// the days on which entries are confirmed. Errors are make's, and those of a
// filter that cannot be.
func (p *Picture) Keep(v inventory.Viewer, what string, f inventory.Filter, make func() (Kept, error)) (Kept, error) {
	f, err := p.normal(v, f)
	if err != nil {
		return Kept{}, err
	}
	doors := uint64(0) // the picture's memory outlives a change of PoPs alone
	if p.doors != nil {
		doors = p.doors.stamp
	}
	return remember(p, v, fmt.Sprintf("kept %s %d %s", what, doors, wholeKey(f)), make)
}

package pmtiles

import "encoding/binary"

// serialised is a directory as it is kept: columns of varints, squeezed. Tile
// numbers are differences; an offset is 0 right after the entry before, else one
// more than it is.
func serialised(entries []entry) ([]byte, error) {
	b := binary.AppendUvarint(nil, uint64(len(entries)))
	last := uint64(0)
	for _, e := range entries {
		b = binary.AppendUvarint(b, e.id-last)
		last = e.id
	}
	for _, e := range entries {
		b = binary.AppendUvarint(b, uint64(e.run))
	}
	for _, e := range entries {
		b = binary.AppendUvarint(b, uint64(e.length))
	}
	next := uint64(0)
	for i, e := range entries {
		if i > 0 && e.offset == next {
			b = append(b, 0)
		} else {
			b = binary.AppendUvarint(b, e.offset+1)
		}
		next = e.offset + uint64(e.length)
	}
	return squeezed(b)
}

// smallestLeaf is how many entries a leaf has at least, but for the last.
const smallestLeaf = 4096

// directories are the root of entries, no larger than most, and the leaves that
// it points to where it does not hold all of them itself. Leaves grow until it
// fits.
func directories(entries []entry, most int) (root, leaves []byte, err error) {
	if root, err = serialised(entries); err != nil || len(root) <= most {
		return root, nil, err
	}
	for size := smallestLeaf; ; size *= 2 {
		var first []entry
		leaves = leaves[:0]
		for from := 0; from < len(entries); from += size {
			leaf, err := serialised(entries[from:min(from+size, len(entries))])
			if err != nil {
				return nil, nil, err
			}
			first = append(first, entry{id: entries[from].id, offset: uint64(len(leaves)), length: uint32(len(leaf))})
			leaves = append(leaves, leaf...)
		}
		if root, err = serialised(first); err != nil || len(root) <= most || len(first) == 1 {
			return root, leaves, err
		}
	}
}

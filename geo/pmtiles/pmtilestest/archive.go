// Package pmtilestest reads archives in tests, by the format's own description
// and none of the writer's code.
package pmtilestest

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"io"
	"testing"
)

// Archive is an archive, read the way the format's readers do: from the numbers of
// the header, and directories from the root down.
type Archive struct {
	t                                                     testing.TB
	root, metadata, leaves                                []byte
	Data                                                  []byte // of the tiles
	Addressed, Entries, Contents                          uint64 // as the header has them
	Clustered, InternalCompression, TileCompression, Kind byte
	MinZoom, MaxZoom, CentreZoom                          byte
	West, South, East, North, X, Y                        int32 // in tens of millionths of a degree
}

// Entry is tiles [ID, ID+Run) that are all the same, or a leaf where Run is 0.
type Entry struct {
	ID, Offset  uint64
	Length, Run uint32
}

// Open reads the header.
func Open(t testing.TB, raw []byte) *Archive {
	t.Helper()
	if len(raw) < 127 || string(raw[:8]) != "PMTiles\x03" {
		t.Fatalf("not an archive: %.20q", raw)
	}
	u64 := func(at int) uint64 { return binary.LittleEndian.Uint64(raw[at:]) }
	i32 := func(at int) int32 { return int32(binary.LittleEndian.Uint32(raw[at:])) }
	part := func(at int) []byte { return raw[u64(at) : u64(at)+u64(at+8)] }
	a := &Archive{t: t, root: part(8), metadata: part(24), leaves: part(40), Data: part(56),
		Addressed: u64(72), Entries: u64(80), Contents: u64(88), Clustered: raw[96], InternalCompression: raw[97], TileCompression: raw[98], Kind: raw[99],
		MinZoom: raw[100], MaxZoom: raw[101], West: i32(102), South: i32(106), East: i32(110), North: i32(114), CentreZoom: raw[118], X: i32(119), Y: i32(123)}
	if u64(8)+u64(16) > 16384 {
		t.Errorf("the root ends at %d", u64(8)+u64(16))
	}
	if end := u64(56) + u64(64); end != uint64(len(raw)) {
		t.Errorf("%d bytes, of %d", len(raw), end)
	}
	return a
}

// Unzip is what was squeezed.
func (a *Archive) Unzip(data []byte) []byte {
	a.t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		a.t.Fatal(err)
	}
	out, err := io.ReadAll(z)
	if err != nil {
		a.t.Fatal(err)
	}
	return out
}

func (a *Archive) directory(data []byte) []Entry {
	a.t.Helper()
	r := bytes.NewReader(a.Unzip(data))
	next := func() uint64 {
		v, err := binary.ReadUvarint(r)
		if err != nil {
			a.t.Fatal(err)
		}
		return v
	}
	all := make([]Entry, next())
	id := uint64(0)
	for i := range all {
		id += next()
		all[i].ID = id
	}
	for i := range all {
		all[i].Run = uint32(next())
	}
	for i := range all {
		all[i].Length = uint32(next())
	}
	for i := range all {
		v := next()
		if v == 0 {
			all[i].Offset = all[i-1].Offset + uint64(all[i-1].Length)
		} else {
			all[i].Offset = v - 1
		}
	}
	if r.Len() > 0 || len(all) == 0 {
		a.t.Fatalf("%d entries, %d bytes too many", len(all), r.Len())
	}
	return all
}

// Tile is a tile by its number, nil when the archive has none.
func (a *Archive) Tile(id uint64) []byte {
	a.t.Helper()
	dir := a.directory(a.root)
	for range 4 {
		var at Entry
		for _, e := range dir {
			if e.ID <= id {
				at = e
			}
		}
		switch {
		case at.Length == 0:
			return nil
		case at.Run > 0 && id < at.ID+uint64(at.Run):
			return a.Unzip(a.Data[at.Offset : at.Offset+uint64(at.Length)])
		case at.Run > 0:
			return nil
		}
		dir = a.directory(a.leaves[at.Offset : at.Offset+uint64(at.Length)])
	}
	a.t.Fatal("leaves within leaves")
	return nil
}

// Every is all entries that are tiles, and how many leaves there are.
func (a *Archive) Every() (all []Entry, leaves int) {
	for _, e := range a.directory(a.root) {
		if e.Run > 0 {
			all = append(all, e)
			continue
		}
		leaves++
		all = append(all, a.directory(a.leaves[e.Offset:e.Offset+uint64(e.Length)])...)
	}
	return all, leaves
}

// About is the metadata.
func (a *Archive) About() (m map[string]any) {
	if err := json.Unmarshal(a.Unzip(a.metadata), &m); err != nil {
		a.t.Fatal(err)
	}
	return m
}

package line_test

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"runtime"
	"testing"

	"maillage/geo/line"
)

func TestEncodings(t *testing.T) {
	replays(t, 500, func(t *testing.T, rnd *rand.Rand) {
		size := 1 + rnd.IntN(3000)
		first := rnd.Int32N(line.Size() - int32(size))
		switch rnd.IntN(5) {
		case 0:
			first = 0
		case 1:
			first = line.Size() - int32(size)
		}
		s := drawBitmap(rnd, size, first).set()
		data, err := s.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		var back line.Set
		if err := back.UnmarshalBinary(data); err != nil || !back.Equal(s) {
			t.Errorf("%v comes back as %v: %v", s, back, err)
		}
		text, err := line.Parse(s.String())
		if err != nil || !text.Equal(s) {
			t.Errorf("%v as text comes back as %v: %v", s, text, err)
		}
		// Data that is cut anywhere, or has more after it, is an error.
		cut := rnd.IntN(len(data))
		kept := back
		if err := back.UnmarshalBinary(data[:cut]); err == nil {
			t.Errorf("%v is read from %d of its %d bytes", s, cut, len(data))
		}
		if err := back.UnmarshalBinary(append(data, 0)); err == nil {
			t.Error("a byte too many is taken")
		}
		if !back.Equal(kept) {
			t.Error("a failed read changed the set")
		}
	})
}

func TestEncodeInvalid(t *testing.T) {
	t.Parallel()
	if _, err := (line.Set{{Lo: 5, Hi: 3}}).MarshalBinary(); err == nil {
		t.Error("a reversed interval was written")
	}
}

// TestFalseCount reads a few bytes that promise two billion intervals, which
// would be 16 GB. It is not parallel: it counts what is allocated meanwhile.
func TestFalseCount(t *testing.T) {
	data := binary.AppendUvarint(nil, 1<<31-1)
	data = append(data, 1, 1, 1, 1)
	var s line.Set
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	err := s.UnmarshalBinary(data)
	runtime.ReadMemStats(&after)
	if err == nil {
		t.Error("it was read")
	}
	if n := after.TotalAlloc - before.TotalAlloc; n > 1<<20 {
		t.Errorf("%d bytes allocated", n)
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]line.Set{
		"{}":            nil,
		"{[1,5)}":       {{Lo: 1, Hi: 5}},
		"{[1,5),[7,9)}": {{Lo: 1, Hi: 5}, {Lo: 7, Hi: 9}},
		line.Set{{Lo: 0, Hi: line.Size()}}.String(): {{Lo: 0, Hi: line.Size()}},
	} {
		got, err := line.Parse(text)
		if err != nil || !got.Equal(want) || got.String() != text {
			t.Errorf("%s is read as %v: %v", text, got, err)
		}
	}
	for _, text := range []string{
		"", "{", "}", "[1,5)", "{[1,5]}", "{(1,5)}", "{[1,)}", "{[,5)}", "{[1,5),}", "{,[1,5)}",
		"{[1,5)[7,9)}", "{[5,1)}", "{[1,5),[5,9)}", "{[7,9),[1,5)}", "{[-1,5)}", "{[1,99999999999)}", "{[1,99999999)}", "{ [1,5)}", "{[1,5) }",
	} {
		if got, err := line.Parse(text); err == nil {
			t.Errorf("%q is read as %v", text, got)
		}
	}
}

func FuzzUnmarshalBinary(f *testing.F) {
	for _, s := range []line.Set{nil, {{Lo: 0, Hi: 1}}, {{Lo: 3, Hi: 500}, {Lo: 501, Hi: line.Size()}}} {
		data, err := s.MarshalBinary()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte{255, 255, 255, 255, 255, 255, 255, 255, 255, 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		var s line.Set
		if s.UnmarshalBinary(data) != nil {
			return
		}
		if err := s.Valid(); err != nil {
			t.Fatal(err)
		}
		back, err := s.MarshalBinary()
		if err != nil || !bytes.Equal(back, data) {
			t.Fatalf("%x is written back as %x: %v", data, back, err)
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add("{[1,5),[7,9)}")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := line.Parse(text)
		if err != nil {
			return
		}
		back, err := line.Parse(s.String())
		if err != nil || !back.Equal(s) {
			t.Fatalf("%q is %v, which is read as %v: %v", text, s, back, err)
		}
	})
}

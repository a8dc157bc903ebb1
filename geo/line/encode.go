package line

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strconv"
)

// MarshalBinary writes the set as variable-length integers: the number of
// intervals, then for each the gap since the end of the one before and its
// length, both less one (the first gap is written as it is). About three bytes
// an interval for a commune.
func (s Set) MarshalBinary() ([]byte, error) {
	return s.AppendBinary(make([]byte, 0, 8+len(s)*3))
}

// AppendBinary appends what MarshalBinary writes.
func (s Set) AppendBinary(b []byte) ([]byte, error) {
	if err := s.Valid(); err != nil {
		return b, fmt.Errorf("encoding a set: %w", err)
	}
	b = binary.AppendUvarint(b, uint64(len(s)))
	at := int32(-1)
	for _, iv := range s {
		b = binary.AppendUvarint(b, uint64(iv.Lo-at-1))
		b = binary.AppendUvarint(b, uint64(iv.Hi-iv.Lo-1))
		at = iv.Hi
	}
	return b, nil
}

var errTruncated = errors.New("decoding a set: the data ends too early")

// UnmarshalBinary reads what MarshalBinary wrote. Anything else, or cells beyond
// the line, is an error and leaves s as it was.
func (s *Set) UnmarshalBinary(data []byte) error {
	count, data, err := uvarint(data)
	if err != nil {
		return err
	}
	// Two bytes an interval is the least: a false count cannot make us allocate
	// more than a few times the size of the data.
	if count > uint64(len(data)/2) {
		return errTruncated
	}
	out := make(Set, 0, count)
	at, size := uint64(0), uint64(Size())
	for i := range count {
		var gap, length uint64
		if gap, data, err = uvarint(data); err != nil {
			return err
		}
		if length, data, err = uvarint(data); err != nil {
			return err
		}
		if i > 0 {
			gap++
		}
		if gap > size || length >= size || at+gap+length+1 > size {
			return fmt.Errorf("decoding a set: interval %d leaves the line", i)
		}
		lo := at + gap
		at = lo + length + 1
		out = append(out, Interval{int32(lo), int32(at)})
	}
	if len(data) > 0 {
		return fmt.Errorf("decoding a set: %d bytes too many", len(data))
	}
	*s = out
	return nil
}

func uvarint(data []byte) (uint64, []byte, error) {
	v, n := binary.Uvarint(data)
	if n <= 0 || v > math.MaxInt32 {
		return 0, nil, errTruncated
	}
	if n > 1 && data[n-1] == 0 {
		return 0, nil, errors.New("decoding a set: a number is written longer than it need be")
	}
	return v, data[n:], nil
}

// String writes the set as PostgreSQL writes an int4multirange:
// {[1,5),[7,9)}.
func (s Set) String() string {
	b := make([]byte, 0, 2+len(s)*20)
	b = append(b, '{')
	for i, iv := range s {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '[')
		b = strconv.AppendInt(b, int64(iv.Lo), 10)
		b = append(b, ',')
		b = strconv.AppendInt(b, int64(iv.Hi), 10)
		b = append(b, ')')
	}
	return string(append(b, '}'))
}

// Parse reads what String wrote and what PostgreSQL writes for an
// int4multirange. Unbounded ranges and other bracket forms, which PostgreSQL
// never writes for sets of cells, are errors.
func Parse(text string) (Set, error) {
	n := len(text)
	if n < 2 || text[0] != '{' || text[n-1] != '}' {
		return nil, fmt.Errorf("%.40q is not a set of cells: braces are missing", text)
	}
	rest := text[1 : n-1]
	var out Set
	for len(rest) > 0 {
		var lo, hi int32
		var ok bool
		if len(out) > 0 {
			if rest, ok = literal(rest, ','); !ok {
				return nil, parseError(text, rest)
			}
		}
		if rest, ok = literal(rest, '['); ok {
			lo, rest, ok = number32(rest)
		}
		if ok {
			rest, ok = literal(rest, ',')
		}
		if ok {
			hi, rest, ok = number32(rest)
		}
		if ok {
			rest, ok = literal(rest, ')')
		}
		if !ok {
			return nil, parseError(text, rest)
		}
		out = append(out, Interval{lo, hi})
	}
	if err := out.Valid(); err != nil {
		return nil, fmt.Errorf("reading a set of cells: %w", err)
	}
	return out, nil
}

func parseError(text, rest string) error {
	return fmt.Errorf("reading a set of cells: [lo,hi) expected at byte %d, found %.20q", len(text)-1-len(rest), rest)
}

func literal(s string, c byte) (rest string, ok bool) {
	if len(s) == 0 || s[0] != c {
		return s, false
	}
	return s[1:], true
}

func number32(s string) (v int32, rest string, ok bool) {
	i := 0
	for i < len(s) && i < 9 && s[i] >= '0' && s[i] <= '9' {
		v = v*10 + int32(s[i]-'0')
		i++
	}
	return v, s[i:], i > 0
}

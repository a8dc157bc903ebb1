// Package feature reads polygons with properties out of GeoJSON (RFC 7946),
// fast and as a stream: a FeatureCollection, or one Feature a line, or Features
// one after the other (RFC 8142).
//
// What belongs here: bytes to polygons. What does not: which properties mean
// what, and whether the polygons make a territory (package territory).
package feature

import (
	"errors"
	"fmt"
	"io"
)

// MaxBytes is the most that one feature may hold, in bytes of JSON. The most
// detailed commune of IGN's ADMIN EXPRESS has about two million.
const MaxBytes = 64 << 20

// ErrTruncated says that the data ends in the middle of a value.
var ErrTruncated = errors.New("the data ends too early")

// Split reads GeoJSON from r and calls emit with the bytes of each feature, in
// order. emit owns the slice. Split checks the form of what stands around the
// features; Parse checks the features. It stops at the first error, emit's
// included. Data that ends too early is ErrTruncated.
func Split(r io.Reader, emit func(raw []byte) error) error {
	s := &splitter{r: r, buf: make([]byte, 256<<10)}
	for first := true; ; first = false {
		c, err := s.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if first && c == 0xEF { // a byte order mark
			for _, want := range []byte{0xBB, 0xBF} {
				if c, err := s.byte(); err != nil || c != want {
					return fmt.Errorf("byte %d: this is not text in UTF-8", s.offset())
				}
			}
			continue
		}
		if c != '{' {
			return fmt.Errorf("byte %d is %q where a GeoJSON object should begin with {", s.offset(), c)
		}
		if err := s.object(emit); err != nil {
			if err == io.EOF {
				err = ErrTruncated
			}
			return err
		}
	}
}

// splitter walks over JSON, keeping a copy of what it passes when asked to.
type splitter struct {
	r        io.Reader
	buf      []byte
	pos, end int   // what of buf is not read yet
	before   int64 // bytes read in earlier fillings of buf
	keep     bool
	mark     int    // from where in buf bytes are to be kept
	kept     []byte // kept of earlier fillings
}

// offset is the place of the byte read last.
func (s *splitter) offset() int64 { return s.before + int64(s.pos) - 1 }

// fill reads more into buf; io.EOF when there is no more.
func (s *splitter) fill() error {
	if s.keep {
		s.kept = append(s.kept, s.buf[s.mark:s.end]...)
		s.mark = 0
		if len(s.kept) > MaxBytes {
			return fmt.Errorf("the feature that ends after byte %d is larger than %d MB", s.offset(), MaxBytes>>20)
		}
	}
	s.before += int64(s.end)
	s.pos, s.end = 0, 0
	for range 100 {
		n, err := s.r.Read(s.buf)
		s.end = n
		if n > 0 {
			return nil
		}
		if err == io.ErrUnexpectedEOF {
			return ErrTruncated
		}
		if err != nil {
			return err
		}
	}
	return io.ErrNoProgress
}

// byte returns the next byte whatever it is.
func (s *splitter) byte() (byte, error) {
	if s.pos == s.end {
		if err := s.fill(); err != nil {
			return 0, err
		}
	}
	s.pos++
	return s.buf[s.pos-1], nil
}

// next returns the next byte that is no white space, nor the record separator
// of RFC 8142.
func (s *splitter) next() (byte, error) {
	for {
		c, err := s.byte()
		if err != nil || c > ' ' {
			return c, err
		}
		if c != ' ' && c != '\n' && c != '\r' && c != '\t' && c != 0x1E {
			return 0, fmt.Errorf("byte %d is %q: this is not text", s.offset(), c)
		}
	}
}

func (s *splitter) unexpected(c byte, want string) error {
	return fmt.Errorf("byte %d is %q where %s should stand", s.offset(), c, want)
}

// start keeps what is read from the byte read last on; stop returns it.
func (s *splitter) start() { s.keep, s.mark, s.kept = true, s.pos-1, nil }

func (s *splitter) stop() []byte {
	s.keep = false
	return append(s.kept, s.buf[s.mark:s.pos]...)
}

// object reads an object whose brace was just read: a collection, whose features
// it emits, or a feature, which it emits whole.
func (s *splitter) object(emit func([]byte) error) error {
	s.start()
	collection := false
	for n := 0; ; n++ {
		c, err := s.next()
		if err != nil {
			return err
		}
		if c == '}' {
			break
		}
		if n > 0 {
			if c != ',' {
				return s.unexpected(c, "a comma or }")
			}
			if c, err = s.next(); err != nil {
				return err
			}
		}
		features, err := s.key(c)
		if err != nil {
			return err
		}
		if c, err = s.next(); err != nil {
			return err
		}
		if features && c == '[' {
			s.keep, collection = false, true
			err = s.features(emit)
		} else {
			err = s.value(c)
		}
		if err != nil {
			return err
		}
	}
	if collection {
		s.keep = false
		return nil
	}
	return emit(s.stop())
}

// key reads a key whose first byte is c, and the colon behind it; it tells
// whether the key is "features".
func (s *splitter) key(c byte) (bool, error) {
	if c != '"' {
		return false, s.unexpected(c, "a name in quotes")
	}
	const word = `features"`
	same := true
	for i := 0; ; i++ {
		c, err := s.byte()
		if err != nil {
			return false, err
		}
		same = same && i < len(word) && word[i] == c
		if c == '\\' {
			if _, err := s.byte(); err != nil {
				return false, err
			}
		}
		if c == '"' {
			break
		}
	}
	c, err := s.next()
	if err == nil && c != ':' {
		err = s.unexpected(c, "a colon")
	}
	return same, err
}

// features reads the elements of the array whose bracket was just read.
func (s *splitter) features(emit func([]byte) error) error {
	for n := 0; ; n++ {
		c, err := s.next()
		if err != nil {
			return err
		}
		if c == ']' {
			return nil
		}
		if n > 0 {
			if c != ',' {
				return s.unexpected(c, "a comma or ]")
			}
			if c, err = s.next(); err != nil {
				return err
			}
		}
		if c != '{' {
			return s.unexpected(c, "a feature")
		}
		s.start()
		if err := s.value(c); err != nil {
			return err
		}
		if err := emit(s.stop()); err != nil {
			return err
		}
	}
}

// value passes over a value whose first byte is c.
func (s *splitter) value(c byte) error {
	switch {
	case c == '"':
		return s.text()
	case c == '{' || c == '[':
		return s.nested()
	case c == ',' || c == '}' || c == ']' || c == ':':
		return s.unexpected(c, "a value")
	}
	for { // a number, true, false, null
		c, err := s.byte()
		if err != nil {
			return err
		}
		if c == ',' || c == '}' || c == ']' || c <= ' ' {
			s.pos--
			return nil
		}
	}
}

// text passes over a string whose quote was just read.
func (s *splitter) text() error {
	for {
		c, err := s.byte()
		if err != nil {
			return err
		}
		switch c {
		case '"':
			return nil
		case '\\':
			if _, err := s.byte(); err != nil {
				return err
			}
		}
	}
}

// nested passes over an object or array whose bracket was just read. Brackets
// are only counted here: Parse checks that they pair up.
func (s *splitter) nested() error {
	for depth := 1; depth > 0; {
		if s.pos == s.end {
			if err := s.fill(); err != nil {
				return err
			}
		}
		for i, c := range s.buf[s.pos:s.end] {
			switch c {
			case '{', '[':
				depth++
				continue
			case '}', ']':
				depth--
				if depth > 0 {
					continue
				}
			case '"':
			default:
				continue
			}
			s.pos += i + 1
			if c == '"' {
				if err := s.text(); err != nil {
					return err
				}
			}
			goto next
		}
		s.pos = s.end
	next:
	}
	return nil
}

package mapfile

import (
	"bytes"
	"io"
)

// jsonText passes JSON on to a parser that would recurse into it: it refuses
// what is nested too deep, makes spaces of RFC 8142's separators, and remembers
// where lines begin, sparsely.
type jsonText struct {
	r        io.Reader
	limit    int
	depth    int
	inString bool
	escaped  bool
	err      error // kept: parsers wrap what a reader says
	passed   int64
	lines    []lineMark
	line     int
}

// lineMark says how many line breaks there are before an offset.
type lineMark struct {
	at     int64
	breaks int
}

func (t *jsonText) Read(p []byte) (int, error) {
	if t.err != nil {
		return 0, t.err
	}
	n, err := t.r.Read(p)
	for i, c := range p[:n] {
		switch {
		case t.escaped:
			t.escaped = false
		case t.inString:
			t.escaped, t.inString = c == '\\', c != '"'
		case c == '"':
			t.inString = true
		case c == '{' || c == '[':
			if t.depth++; t.depth > t.limit {
				t.err = limit(TooDeep, t.limit)
				return 0, t.err
			}
		case c == '}' || c == ']':
			t.depth--
		case c == 0x1e:
			p[i] = ' '
		}
	}
	t.mark(p[:n])
	if err != nil && err != io.EOF {
		t.err = err
	}
	return n, err
}

// mark notes lines every so often: a JSON of one feature a line has millions.
func (t *jsonText) mark(p []byte) {
	const every = 64
	for len(p) > 0 {
		i := bytes.IndexByte(p, '\n')
		if i < 0 {
			t.passed += int64(len(p))
			return
		}
		t.passed += int64(i + 1)
		t.line++
		if t.line%every == 0 || t.line < 4096 {
			t.lines = append(t.lines, lineMark{t.passed, t.line})
		}
		p = p[i+1:]
	}
}

// lineOf is the line an offset lies on, the first is 1; a little before it in a
// long file.
func (t *jsonText) lineOf(at int64) int {
	line := 1
	for _, m := range t.lines {
		if m.at > at {
			break
		}
		line = m.breaks + 1
	}
	return line
}

// blame is the reader's own error where there is one, else the parser's.
func (t *jsonText) blame(err error) error {
	if t.err != nil {
		return t.err
	}
	return err
}

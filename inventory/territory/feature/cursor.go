package feature

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/paulmach/orb"
)

// cursor walks over the JSON of one feature, which is all in memory.
type cursor struct {
	b      []byte
	i      int
	points int // vertices kept so far
}

var errEnd = errors.New("it ends too early")

// peek returns the next byte that is no white space, without passing it.
func (c *cursor) peek() (byte, error) {
	for ; c.i < len(c.b); c.i++ {
		switch c.b[c.i] {
		case ' ', '\n', '\r', '\t':
		default:
			return c.b[c.i], nil
		}
	}
	return 0, errEnd
}

func (c *cursor) expect(want byte) error {
	got, err := c.peek()
	if err != nil {
		return err
	}
	if got != want {
		return fmt.Errorf("%q where %q should stand", got, want)
	}
	c.i++
	return nil
}

// list passes over what stands between two brackets, calling item at each
// element.
func (c *cursor) list(open, shut byte, item func() error) error {
	if err := c.expect(open); err != nil {
		return err
	}
	if b, err := c.peek(); err == nil && b == shut {
		c.i++
		return nil
	}
	for {
		if err := item(); err != nil {
			return err
		}
		b, err := c.peek()
		if err != nil {
			return err
		}
		c.i++
		if b == shut {
			return nil
		}
		if b != ',' {
			return fmt.Errorf("%q where a comma or %q should stand", b, shut)
		}
	}
}

func (c *cursor) array(item func() error) error { return c.list('[', ']', item) }

// object calls member with each key and the bytes of its value, which lie in
// c's own.
func (c *cursor) object(member func(key string, value []byte) error) error {
	return c.list('{', '}', func() error {
		raw, err := c.value()
		if err != nil {
			return err
		}
		var key string
		if err := json.Unmarshal(raw, &key); err != nil {
			return err
		}
		if err := c.expect(':'); err != nil {
			return err
		}
		value, err := c.value()
		if err != nil {
			return err
		}
		return member(key, value)
	})
}

// value passes over one value and returns its bytes. It pairs brackets and
// quotes; whoever reads the bytes checks the rest.
func (c *cursor) value() ([]byte, error) {
	first, err := c.peek()
	if err != nil {
		return nil, err
	}
	start, depth := c.i, 0
	for c.i < len(c.b) {
		switch b := c.b[c.i]; b {
		case '"':
			if err := c.text(); err != nil {
				return nil, err
			}
		case '{', '[':
			depth++
			c.i++
		case '}', ']':
			if depth == 0 {
				return c.scalar(start, first)
			}
			depth--
			c.i++
		case ',', ':':
			if depth == 0 {
				return c.scalar(start, first)
			}
			c.i++
			continue
		default:
			c.i++
			continue
		}
		if depth == 0 {
			return c.b[start:c.i], nil
		}
	}
	if depth > 0 {
		return nil, errEnd
	}
	return c.scalar(start, first)
}

// scalar returns a value that has no bracket or quote of its own.
func (c *cursor) scalar(start int, first byte) ([]byte, error) {
	if c.i == start {
		return nil, fmt.Errorf("%q where a value should stand", first)
	}
	end := c.i
	for end > start && c.b[end-1] <= ' ' {
		end--
	}
	return c.b[start:end], nil
}

// text passes over a string.
func (c *cursor) text() error {
	for c.i++; c.i < len(c.b); c.i++ {
		switch c.b[c.i] {
		case '\\':
			c.i++
		case '"':
			c.i++
			return nil
		}
	}
	return errEnd
}

// position reads [x, y] or [x, y, z].
func (c *cursor) position() (orb.Point, error) {
	var p orb.Point
	n := 0
	err := c.array(func() error {
		v, err := c.number()
		if n < 2 {
			p[n] = v
		}
		n++
		return err
	})
	if err == nil && n < 2 {
		err = fmt.Errorf("a position has %d numbers, not two", n)
	}
	return p, err
}

var powers = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15}

// number reads a number. Up to fifteen digits without an exponent are one exact
// division (W. D. Clinger, "How to read floating point numbers accurately",
// PLDI 1990); the others go to strconv.
func (c *cursor) number() (float64, error) {
	if _, err := c.peek(); err != nil {
		return 0, err
	}
	start, digits, point := c.i, 0, -1
	mantissa, plain := int64(0), true
scan:
	for ; c.i < len(c.b); c.i++ {
		switch b := c.b[c.i]; {
		case b >= '0' && b <= '9':
			digits++
			mantissa = mantissa*10 + int64(b-'0')
			plain = plain && digits <= 15
		case b == '.' && point < 0 && digits > 0:
			point = digits
		case b == '-' && c.i == start:
		case b == '-' || b == '+' || b == 'e' || b == 'E' || b == '.':
			plain = false
		default:
			break scan
		}
	}
	text := c.b[start:c.i]
	if digits == 0 || point == digits {
		plain = false
	}
	if !plain {
		v, err := strconv.ParseFloat(string(text), 64)
		if err != nil || !json.Valid(text) {
			return 0, fmt.Errorf("%.40q is no number", c.b[start:min(len(c.b), max(c.i, start+1))])
		}
		return v, nil
	}
	v := float64(mantissa)
	if point >= 0 {
		v /= powers[digits-point]
	}
	if text[0] == '-' {
		v = -v
	}
	return v, nil
}

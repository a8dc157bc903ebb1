package intake

import (
	"bytes"
	"strings"
	"unicode"

	"golang.org/x/text/encoding/charmap"
)

// oldCharsets are the encodings of one byte a letter in which lists come: Windows's
// (which holds Latin-1's letters), those of Excel's "CSV (Macintosh)" and of its
// "CSV (MS-DOS)". The first is taken unless another reads better.
var oldCharsets = []*charmap.Charmap{charmap.Windows1252, charmap.Macintosh, charmap.CodePage850}

// decodeOld reads a text that is not Unicode in the encoding in which it looks
// most like French. What that one does not define becomes U+FFFD.
func decodeOld(b []byte) string {
	sample := oldSample(b)
	best, most := oldCharsets[0], 0
	for i, c := range oldCharsets {
		if n := frenchness(inCharset(sample, c)); i == 0 || n > most {
			best, most = c, n
		}
	}
	return inCharset(b, best)
}

// oldSample is what of a text tells its encoding: the words that are not ASCII,
// 64 kB of them at most.
func oldSample(b []byte) []byte {
	var out []byte
	for len(b) > 0 && len(out) < 64<<10 {
		i := bytes.IndexFunc(b, func(r rune) bool { return r >= 0x80 })
		if i < 0 {
			break
		}
		from, to := max(0, i-1), i+1
		for to < len(b) && to < i+64 && (b[to] >= 0x80 || b[to-1] >= 0x80) {
			to++
		}
		out = append(append(out, b[from:to]...), ' ')
		b = b[to:]
	}
	return out
}

func inCharset(b []byte, c *charmap.Charmap) string {
	var out strings.Builder
	out.Grow(len(b) + len(b)/8)
	for _, x := range b {
		out.WriteRune(c.DecodeByte(x))
	}
	return out.String()
}

// frenchness is how much a text looks like French by what of it is not ASCII: a
// point for each of its letters and signs, less for a letter that stands alone or
// in the midst of letters of the other case, and for what French has no use for.
func frenchness(s string) int {
	const signs, letters = "’“”«»–—…°€²³\u00a0", "éèàçêâîôûùëïœÿÉÈÀÇÊÂÎÔÛÙËÏŒ"
	n, before := 0, ' '
	text := []rune(s)
	for i, r := range text {
		after := ' '
		if i+1 < len(text) {
			after = text[i+1]
		}
		switch {
		case r < 0x80:
		case strings.ContainsRune(signs, r):
			n++
			if r != '’' && unicode.IsLetter(before) && unicode.IsLetter(after) {
				n -= 3
			}
		case strings.ContainsRune(letters, r):
			n++
			if strings.ContainsRune("éèÉ", r) { // the most frequent
				n++
			}
			if !fits(before, r, after) {
				n -= 4
			}
		case !unicode.IsLetter(r):
			n -= 2
		case !fits(before, r, after):
			n -= 4
		default: // of a name from abroad
			n--
		}
		before = r
	}
	return n
}

// fits tells whether a letter may stand between two others.
func fits(before, r, after rune) bool {
	switch {
	case !unicode.IsLetter(before) && !unicode.IsLetter(after):
		return r == 'à' || r == 'À'
	case r == 'à' && unicode.IsLetter(after):
		return false
	case unicode.IsLower(r):
		return !unicode.IsUpper(before) || !unicode.IsUpper(after)
	}
	return !unicode.IsLower(before) && !(unicode.IsLetter(before) && unicode.IsLower(after))
}

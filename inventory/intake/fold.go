package intake

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold brings a name to the letters and digits by which names are compared:
// small, without accents, spaces, underscores or signs. "Code postal",
// "code_postal" and "CODE-POSTAL" are one.
func fold(s string) string {
	return foldWith(s, func(b *strings.Builder) {})
}

// slug brings a name to a-z, 0-9 and single hyphens, for codes: "Le Mans (72)"
// is "le-mans-72". Empty when no letter or digit is in it.
func slug(s string) string {
	return strings.TrimSuffix(foldWith(s, func(b *strings.Builder) {
		if b.Len() > 0 && !strings.HasSuffix(b.String(), "-") {
			b.WriteByte('-')
		}
	}), "-")
}

func foldWith(s string, other func(*strings.Builder)) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == 'œ' || r == 'Œ':
			b.WriteString("oe")
		case r == 'æ' || r == 'Æ':
			b.WriteString("ae")
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		default:
			other(&b)
		}
	}
	return b.String()
}

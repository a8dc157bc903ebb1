package intake

import (
	"fmt"
	"strconv"
	"strings"

	"maillage/inventory"
	"maillage/inventory/french"
)

// arg is what fills one blank of a phrase. Numbers, names in quotes, details and
// faults are written as the reader's language has them; the rest as it is.
type arg struct {
	blank string // with its braces
	value any
}

// names are names of the file's own: columns, layers.
type names []string

// detail is what a reader of files, or a library under it, says in English. One
// that has no French is told as otherwise says.
type detail struct {
	said      string
	otherwise string // in French
}

// whyFile is why a file or one of its geometries cannot be read.
func whyFile(said string) detail {
	return detail{short(said, 200), "son contenu n’est pas celui que ce format demande"}
}

// whyEntry is why an entry cannot be taken, as the inventory or the territory
// says.
func whyEntry(said string) detail { return detail{said, "sa forme ou ses codes ne conviennent pas"} }

// whyService is why a service of the network gave no answer.
func whyService(err error) detail {
	return detail{err.Error(), "le réseau ou le service est en panne"}
}

func (a arg) in(lang Lang) string {
	switch v := a.value.(type) {
	case int:
		return grouped(v, lang)
	case names:
		return v.in(lang)
	case detail:
		return v.in(lang)
	case *fault:
		return strings.TrimSuffix(v.in(lang), ".")
	case string:
		if a.blank != "{kind}" || v != inventory.KindPops {
			return v
		}
		if lang == English {
			return "PoPs"
		}
		return "PoP"
	}
	return fmt.Sprint(a.value)
}

func (d detail) in(lang Lang) string {
	if lang == English {
		return d.said
	}
	if told, ok := french.Of(d.said); ok {
		return told
	}
	return d.otherwise
}

// in is the first names, in the language's quotes.
func (n names) in(lang Lang) string {
	const most = 30
	left, right := "«\u00a0", "\u00a0»"
	if lang == English {
		left, right = "“", "”"
	}
	var b strings.Builder
	for i, name := range n {
		if i == most {
			b.WriteString(", …")
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(left + short(name, 40) + right)
	}
	return b.String()
}

// grouped writes a number of five digits or more by groups of three.
func grouped(n int, lang Lang) string {
	s := strconv.Itoa(n)
	if n < 10_000 {
		return s
	}
	mark := "\u202f"
	if lang == English {
		mark = ","
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + mark + s[i:]
	}
	return s
}

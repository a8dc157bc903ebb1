package intake

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"maillage/inventory"
	"maillage/inventory/french"
)

// Lang is the language of the sentences a person reads.
type Lang string

// The languages there are; any other is read as French.
const (
	French  Lang = "fr"
	English Lang = "en"
)

// phrase is one thing that can be wrong: a stable code for programs and, in
// both languages, one sentence that says what is wrong and what to do. Words in
// braces are filled in: {value}, {column} and {repair} always, others by the
// place that reports it.
type phrase struct{ code, en, fr string }

// catalogue lists every phrase, for the tests.
var catalogue []*phrase

func say(code, en, fr string) *phrase {
	p := &phrase{code, en, french.Spaced(fr)}
	catalogue = append(catalogue, p)
	return p
}

// fault is a phrase with its blanks filled: one thing wrong, or doubtful, in a
// file or a row. A fault of a whole file is an error.
type fault struct {
	*phrase
	field  string // of the entry; the column is told from it where a row is at hand
	column string
	value  string
	repair string
	move   *orb.Point // where a PoP would be right
	flip   bool       // the coordinates of a geometry are to be exchanged
	epsg   int        // the system in which a geometry would be right
	args   []arg      // what fills the blanks
}

// is makes a fault of p. Arguments go in pairs: the blank's name, its filling.
func (p *phrase) is(args ...any) *fault {
	f := &fault{phrase: p}
	for i := 0; i+1 < len(args); i += 2 {
		f.fill(fmt.Sprint(args[i]), args[i+1])
	}
	return f
}

// fill fills one more blank.
func (f *fault) fill(blank string, value any) { f.args = append(f.args, arg{"{" + blank + "}", value}) }

// at tells the field and the value the fault is about.
func (f *fault) at(field, value string) *fault {
	f.field, f.value = field, value
	return f
}

// mend tells the value that would be right.
func (f *fault) mend(repair string) *fault {
	f.repair = repair
	return f
}

// to tells the place (lon/lat) that would be right.
func (f *fault) to(p orb.Point) *fault {
	f.move = &p
	return f.mend(pointText(p))
}

// system tells the coordinate system in which a geometry would be right.
func (f *fault) system(epsg int) *fault {
	f.epsg = epsg
	return f.mend("EPSG:" + strconv.Itoa(epsg))
}

// in is the sentence in a language.
func (f *fault) in(lang Lang) string {
	text := f.fr
	if lang == English {
		text = f.en
	}
	column := f.column
	if column == "" {
		column = f.field
	}
	args := []string{"{value}", short(f.value, 60), "{column}", column, "{repair}", f.repair}
	for _, a := range f.args {
		args = append(args, a.blank, a.in(lang))
	}
	return strings.NewReplacer(args...).Replace(text)
}

func (f *fault) Error() string { return f.in(English) }

// tooLarge tells whether the fault is a passed limit of the whole file.
func (f *fault) tooLarge() bool { return strings.HasPrefix(f.code, "too_") }

// domain is the fault of a whole file, or of a request, as an error of the
// domain.
func (f *fault) domain(kind inventory.Kind, lang Lang) *inventory.Error {
	if kind == inventory.Invalid && f.tooLarge() {
		kind = inventory.TooLarge
	}
	return inventory.Errorf(kind, f.code, "%s", f.in(lang))
}

// rowError is the fault as the import lists it.
func (f *fault) rowError(row int, lang Lang) inventory.RowError {
	return inventory.RowError{Row: row, Column: f.column, Value: short(f.value, 200),
		Code: f.code, Message: f.in(lang), Repair: f.repair}
}

// short cuts a text to n characters, on a character.
func short(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i := range s {
		if n == 0 {
			return s[:i] + "…"
		}
		n--
	}
	return s
}

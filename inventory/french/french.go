// Package french has the French of every sentence that a refusal says, by the
// sentence's English format. The English stays where the refusal is made, beside
// its reason; a test walks the source and fails for a sentence that has no
// French, or one that loses a value on the way.
//
// What belongs: pairs of formats, and finding the one that a sentence was made
// of. What does not: the sentences about a file's rows, which the intake says in
// both languages itself, and what only the command line or the log says.
package french

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// said is one sentence: its English format as the source has it, and its French,
// whose verbs name the same arguments, in another order by %[2]s.
type said struct{ english, french string }

// longest is the length past which a sentence is left as it is: none of ours is
// that long, whatever it quotes.
const longest = 2 << 10

// causes is how many causes deep a sentence is put in French.
const causes = 3

// verb is one place of a format that a value fills.
var verb = regexp.MustCompile(`%(?:\[(\d+)\])?(\.\d)?([sdqgvwf])`)

type pattern struct {
	said
	match *regexp.Regexp
}

// patterns are all sentences, those with most words of their own first, so that
// the most specific one is found.
var patterns = sync.OnceValue(func() []pattern {
	var all []pattern
	for _, s := range slices.Concat(ofAPI, ofChecks, ofNouns, ofTerritory, ofDatabase, ofAccounts, ofAnswers, ofPlans, ofFiles, ofLibraries) {
		s.french = Spaced(s.french)
		all = append(all, pattern{said: s, match: regexp.MustCompile(`(?s)^` + matching(s.english) + `$`)})
	}
	slices.SortStableFunc(all, func(a, b pattern) int {
		return cmp.Compare(len(verb.ReplaceAllString(b.english, "")), len(verb.ReplaceAllString(a.english, "")))
	})
	return all
})

// Spaced keeps marks of punctuation on the line of the word they go with: a
// no-break space before a colon, a percent sign and within « », a narrow one
// before ; ? and !, as French typography has it.
func Spaced(text string) string { return spaces.Replace(text) }

var spaces = strings.NewReplacer("« ", "«\u00a0", " »", "\u00a0»", " :", "\u00a0:", " ;", "\u202f;", " ?", "\u202f?", " !", "\u202f!", " %%", "\u00a0%%", " €", "\u00a0€")

// matching is the expression that a format's sentences match.
func matching(format string) string {
	var b strings.Builder
	rest := 0
	literal := func(s string) { b.WriteString(regexp.QuoteMeta(strings.ReplaceAll(s, "%%", "%"))) }
	for _, at := range verb.FindAllStringSubmatchIndex(format, -1) {
		literal(format[rest:at[0]])
		switch rest = at[1]; format[at[6]] {
		case 'd':
			b.WriteString(`(-?\d+)`)
		case 'g', 'f':
			b.WriteString(`([-+.\deENaInf]+)`)
		case 'q':
			b.WriteString(`("(?:[^"\\]|\\.)*")`)
		default:
			b.WriteString(`(.*?)`)
		}
	}
	literal(format[rest:])
	return b.String()
}

// Of is the French of a sentence that a refusal says in English, and whether it
// has one; the sentence itself when it has none. The cause that a sentence ends
// with is put in French too; what it quotes stays as it is.
func Of(sentence string) (string, bool) {
	if len(sentence) > longest {
		return sentence, false
	}
	return of(sentence, causes)
}

func of(sentence string, deep int) (string, bool) {
	if told, ok := whole(sentence, deep); ok {
		return told, true
	}
	// A refusal of several fields begins with the first one's name.
	if field, rest, ok := strings.Cut(sentence, ": "); ok {
		if told, ok := whole(rest, deep); ok {
			return field + "\u00a0: " + told, true
		}
	}
	return sentence, false
}

func whole(sentence string, deep int) (string, bool) {
	for _, p := range patterns() {
		if values := p.match.FindStringSubmatch(sentence); values != nil {
			return p.filled(values[1:], deep), true
		}
	}
	return "", false
}

// filled is the French with the values that the English was found to hold.
func (p pattern) filled(values []string, deep int) string {
	for i, at := range verb.FindAllStringSubmatchIndex(p.english, -1) {
		switch letter := p.english[at[6]]; {
		case (letter == 'w' || letter == 'v') && deep > 0:
			values[i], _ = of(values[i], deep-1)
		case letter == 'q':
			if said, err := strconv.Unquote(values[i]); err == nil {
				values[i] = "«\u00a0" + said + "\u00a0»"
			}
		case letter == 's' && !strings.HasSuffix(p.english[:at[0]], "“"):
			values[i] = cmp.Or(nouns[values[i]], values[i])
		}
	}
	next := 0
	return elided.Replace(verb.ReplaceAllStringFunc(strings.ReplaceAll(p.french, "%%", "%"), func(v string) string {
		if n, err := strconv.Atoi(verb.FindStringSubmatch(v)[1]); err == nil {
			next = n - 1
		}
		next++
		return values[next-1]
	}))
}

// elided mends "de" before the nouns of ours that begin with a vowel.
var elided = strings.NewReplacer("de unité «", "d’unité «", "de adhérent «", "d’adhérent «")

// nouns are the words of ours that sentences quote; values that programs write
// (statuses, kinds of extent, names of parameters) stay as they are written.
var nouns = map[string]string{
	"zone": "zone", "pop": "PoP", "member": "adhérent", "technology": "technologie", "status": "statut",
	"layer": "couche", "unit": "unité", "departement": "département", "territory": "territoire",
	"true or false": "true ou false", "the archive": "l’archive",
	"string": "texte", "number": "nombre", "bool": "booléen", "array": "tableau", "object": "objet",
}

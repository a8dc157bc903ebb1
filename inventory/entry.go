package inventory

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Limits of text, in characters; the database holds the same.
const (
	MaxCode = 80
	MaxName = 200
	MaxText = 500
)

// Technology is an access technology that a zone collects or a PoP hands over.
type Technology string

// Technologies lists those that exist, in the order the interface shows them.
var Technologies = []Technology{"dsl", "ftth", "ftto", "ftte", "coax", "radio"}

// Status is where an entry stands in its life, in the words of the Open Fibre
// Data Standard (networkStatus codelist).
type Status string

// The statuses of a PoP or a zone.
const (
	Proposed          Status = "proposed"
	Planned           Status = "planned"
	UnderConstruction Status = "underConstruction"
	Operational       Status = "operational"
	Inactive          Status = "inactive"
	Decommissioned    Status = "decommissioned"
)

// Statuses lists them in the order of a life.
var Statuses = []Status{Proposed, Planned, UnderConstruction, Operational, Inactive, Decommissioned}

// Audience is who may see an entry; the owner chooses it. What each sees stands
// in the table of docs/audience.md.
type Audience string

// The audiences, from the narrowest.
const (
	AudiencePrivate Audience = "private"
	AudienceBureau  Audience = "bureau"
	AudiencePooled  Audience = "pooled"
	AudienceMembers Audience = "members"
	AudiencePublic  Audience = "public"
)

// Audiences lists them from the narrowest to the widest.
var Audiences = []Audience{AudiencePrivate, AudienceBureau, AudiencePooled, AudienceMembers, AudiencePublic}

// InPool tells whether entries of this audience count in the common pool.
func (a Audience) InPool() bool {
	return a == AudiencePooled || a == AudienceMembers || a == AudiencePublic
}

// Key names one entry: its owner and the owner's own code for it.
type Key struct {
	Member string `json:"member"`
	Code   string `json:"code"`
}

func (k Key) String() string { return k.Member + "/" + k.Code }

// fields gathers the faults of one entry.
type fields []FieldError

func (f *fields) add(field, value, code, message string) {
	*f = append(*f, FieldError{Field: field, Value: value, Code: code, Message: message})
}

// text checks the length of a text in characters.
func (f *fields) text(field, value string, least, most int) {
	n := utf8.RuneCountInString(value)
	switch {
	case n < least:
		f.add(field, value, "missing", "is missing")
	case n > most:
		if n > 40 {
			value = string([]rune(value)[:40]) + "…"
		}
		f.add(field, value, "too_long", fmt.Sprintf("has %d characters, %d at most", n, most))
	case strings.ContainsFunc(value, unreadable):
		f.add(field, strconv.Quote(value), "bad_text", "has control characters or broken letters: save the file as UTF-8")
	}
}

// unreadable tells characters that no text of an entry has: control characters
// but tabs and line breaks, broken letters, and those that turn the direction of
// all that follows (UAX 9), the reader's own page included.
func unreadable(r rune) bool {
	return r < ' ' && r != '\n' && r != '\t' || r == utf8.RuneError || '\u202a' <= r && r <= '\u202e' || '\u2066' <= r && r <= '\u2069'
}

// unseen tells characters of a code that nobody sees or types: codes that look
// alike would be two. What joins emoji and letters, U+200D, is seen by what it does.
func unseen(r rune) bool {
	return strings.ContainsRune("\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff", r)
}

func (f *fields) positive(field string, v *float64) {
	if v != nil && !(*v >= 0 && *v <= 1e9) {
		f.add(field, strconv.FormatFloat(*v, 'g', -1, 64), "bad_number", "is a number between 0 and 1 000 000 000")
	}
}

// code checks an entry's own code. Slashes would break addresses.
func (f *fields) code(v string) {
	f.text("code", v, 1, MaxCode)
	if strings.ContainsFunc(v, unseen) && !strings.ContainsFunc(v, unreadable) {
		f.add("code", strconv.Quote(v), "bad_text", "has characters that nobody sees: remove them")
	}
	if strings.ContainsAny(v, "/\\\n\t") || strings.TrimSpace(v) != v {
		f.add("code", v, "bad_code", "cannot hold slashes, line breaks, or begin or end with a space")
	}
}

func oneOf[T ~string](f *fields, field string, v T, all []T) {
	if !slices.Contains(all, v) {
		f.add(field, string(v), "unknown_"+field, "is one of "+Words(all))
	}
}

func eachOf[T ~string](f *fields, field string, vs, all []T) {
	for i, v := range vs {
		if !slices.Contains(all, v) {
			f.add(field, string(v), "unknown_"+field, "holds words out of "+Words(all))
		} else if slices.Contains(vs[:i], v) {
			f.add(field, string(v), "twice", "holds the same word twice")
		}
	}
}

// Words joins the words of a vocabulary for a message.
func Words[T ~string](all []T) string {
	s := make([]string, len(all))
	for i, v := range all {
		s[i] = string(v)
	}
	return strings.Join(s, ", ")
}

package inventory

import (
	"errors"
	"fmt"
	"time"
)

// Kind is the small vocabulary in which every error of the domain speaks. The
// api room maps it to HTTP statuses in one table; the command line to exits.
type Kind string

// The kinds of errors.
const (
	Invalid     Kind = "invalid"     // the caller's input is wrong, and says how to mend it
	NotFound    Kind = "not_found"   // no such thing, or none this viewer may know of
	Conflict    Kind = "conflict"    // the state of things forbids it now
	Forbidden   Kind = "forbidden"   // this viewer may not
	Unsigned    Kind = "unsigned"    // nobody says who asks, or what says so is not valid
	TooOften    Kind = "too_often"   // asked too often; RetryAfter says when again
	TooLarge    Kind = "too_large"   // a stated limit is passed
	Unavailable Kind = "unavailable" // a part we need does not answer; try again
	Internal    Kind = "internal"    // our fault
)

// Error is an error of the domain: what kind, a stable code for programs, a
// sentence for people, and, when the input was wrong, where.
type Error struct {
	Kind    Kind
	Code    string
	Message string
	Fields  []FieldError
	Err     error

	RetryAfter time.Duration // with TooOften
}

// FieldError says what is wrong with one field of an entry.
type FieldError struct {
	Field   string `json:"field"`
	Value   string `json:"value,omitempty"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

func (e *Error) Error() string {
	switch {
	case e.Message != "" && e.Err != nil:
		return e.Message
	case e.Err != nil:
		return e.Err.Error()
	case e.Message == "" && len(e.Fields) > 0:
		return e.Fields[0].Field + ": " + e.Fields[0].Message
	}
	return e.Message
}

func (e *Error) Unwrap() error { return e.Err }

// Errorf makes an Error. A %w in format keeps its cause.
func Errorf(kind Kind, code, format string, args ...any) *Error {
	err := fmt.Errorf(format, args...)
	return &Error{Kind: kind, Code: code, Message: err.Error(), Err: errors.Unwrap(err)}
}

// KindOf is the kind of an error, Internal for one that is not of the domain.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// InvalidFields is the error of an entry with wrong fields, nil when none is.
func InvalidFields(noun string, fields []FieldError) error {
	if len(fields) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Code: "invalid_" + noun, Fields: fields,
		Message: fmt.Sprintf("%s: %s", fields[0].Field, fields[0].Message)}
}

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os/user"

	"maillage/inventory"
)

// program is what every verb runs in.
type program struct {
	settings
	ctx            context.Context
	stdout, stderr io.Writer
	log            *slog.Logger
}

// newLog writes to w. Verbs say what they do by themselves: of theirs only
// warnings are shown, unless asked for.
func newLog(w io.Writer, format string, verbose, serving bool) *slog.Logger {
	options := &slog.HandlerOptions{Level: slog.LevelWarn}
	if serving {
		options.Level = slog.LevelInfo
	}
	if verbose {
		options.Level = slog.LevelDebug
	}
	if format == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}

// viewer is the command line's: it runs the instance, and stands in the
// history under the name of the account that typed.
func (p *program) viewer() inventory.Viewer {
	name := "command line"
	if u, err := user.Current(); err == nil {
		name += " (" + u.Username + ")"
	}
	return inventory.Operator(name)
}

// printJSON writes one document on standard output.
func (p *program) printJSON(document any) error {
	e := json.NewEncoder(p.stdout)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(document)
}

// note tells on standard error what is under way.
func (p *program) note(format string, args ...any) {
	fmt.Fprintf(p.stderr, format+"\n", args...)
}

// tell says on w why a verb failed, field by field where the domain does.
func tell(w io.Writer, err error) {
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(w, "maillage: stopped before the end; nothing was kept")
		return
	}
	fmt.Fprintln(w, "maillage:", err)
	var e *inventory.Error
	if errors.As(err, &e) && len(e.Fields) > 1 {
		for _, f := range e.Fields {
			fmt.Fprintf(w, "  %s: %s", f.Field, f.Message)
			if f.Value != "" {
				fmt.Fprintf(w, " (%s)", f.Value)
			}
			fmt.Fprintln(w)
		}
	}
}

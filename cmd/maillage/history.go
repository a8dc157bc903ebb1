package main

import (
	"context"
	"io"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"maillage/api"
	"maillage/api/gen"
	"maillage/inventory/postgres"
)

type historyVerb struct {
	List   historyListVerb   `cmd:"" help:"Who changed what, the newest first."`
	Export historyExportVerb `cmd:"" help:"Write the same as CSV, one row for each field that changed."`
}

// historyFlags narrow the history.
type historyFlags struct {
	Member string `placeholder:"SLUG" help:"Of one member's entries."`
	Noun   string `help:"Of one noun: member, pop, zone, user, …"`
	Code   string `help:"Of the entries with this code."`
	Actor  string `help:"What one user did, by name."`
	Change string `placeholder:"ID" help:"What one change did."`
	From   string `placeholder:"DATE" help:"From this day on, such as 2026-11-22."`
	To     string `placeholder:"DATE" help:"Until the end of this day."`
	Limit  int    `default:"${limit}" help:"How many changes at most, the newest; 0 for all."`
}

func (v historyFlags) filter() (f postgres.HistoryFilter, err error) {
	f = postgres.HistoryFilter{Member: v.Member, Noun: v.Noun, Code: v.Code, Actor: v.Actor, Change: v.Change, Limit: v.Limit}
	if v.Limit < 0 {
		return f, usageError("--limit: a number of changes, 0 for all")
	}
	if f.From, err = parseDay("from", v.From); err != nil {
		return f, err
	}
	f.To, err = parseDay("to", v.To)
	return f, err
}

// lines opens the instance and gives what the flags choose to do.
func (v historyFlags) lines(p *program, do func([]gen.HistoryLine) error) error {
	f, err := v.filter()
	if err != nil {
		return err
	}
	return p.with(func(ctx context.Context, in *instance) error {
		var changes []postgres.Change
		err := in.store.Read(ctx, p.viewer(), func(tx pgx.Tx) (err error) {
			changes, err = postgres.History(ctx, tx, f)
			return err
		})
		if err != nil {
			return err
		}
		lines := make([]gen.HistoryLine, len(changes))
		for i, c := range changes {
			if lines[i], err = api.HistoryDocument(c); err != nil {
				return err
			}
		}
		return do(lines)
	})
}

type historyListVerb struct {
	historyFlags `set:"limit=50"`
	JSON         bool `name:"json" help:"Print one JSON document."`
}

func (v historyListVerb) Run(p *program) error {
	return v.lines(p, func(lines []gen.HistoryLine) error {
		if v.JSON {
			return p.printJSON(map[string]any{"items": lines})
		}
		t := newTable("at", "who", "what", "member", "code", "did", "fields", "change")
		for _, l := range lines {
			t.add(l.At.Local().Format("2006-01-02 15:04"), l.Actor, string(l.Noun), deref(l.Member), deref(l.Code), string(l.Action),
				strings.Join(l.Changed, " "), l.Change)
		}
		return t.print(p.stdout, 0)
	})
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

type historyExportVerb struct {
	historyFlags `set:"limit=0"`
	Out          string `short:"o" required:"" placeholder:"FILE" help:"Where to write it, as CSV; - for standard output."`
}

func (v historyExportVerb) Run(p *program) error {
	return v.lines(p, func(lines []gen.HistoryLine) error {
		body, err := api.HistoryCSV(lines)
		if err != nil {
			return err
		}
		return p.writeOut(v.Out, "changes", len(lines), func(w io.Writer) error {
			_, err := w.Write(body)
			return err
		})
	})
}

type readersVerb struct {
	Member string `arg:"" placeholder:"SLUG" help:"Whose entries."`
	From   string `placeholder:"DATE" help:"From this day on, such as 2026-11-22."`
	To     string `placeholder:"DATE" help:"Until the end of this day."`
	JSON   bool   `name:"json" help:"Print one JSON document."`
}

// Run tells who consulted a member's entries, by day and count.
func (v readersVerb) Run(p *program) error {
	from, err := parseDay("from", v.From)
	if err != nil {
		return err
	}
	to, err := parseDay("to", v.To)
	if err != nil {
		return err
	}
	return p.with(func(ctx context.Context, in *instance) error {
		var readings []postgres.Reading
		err := in.store.Read(ctx, p.viewer(), func(tx pgx.Tx) (err error) {
			if err := postgres.KnowsMember(ctx, tx, v.Member); err != nil {
				return err
			}
			readings, err = postgres.Readings(ctx, tx, v.Member, from, to)
			return err
		})
		if err != nil {
			return err
		}
		if v.JSON {
			return p.printJSON(map[string]any{"items": api.ReadersDocument(readings)})
		}
		t := newTable("day", "reader", ">times")
		for _, r := range readings {
			reader := r.Reader
			if reader == "" {
				reader = "bureau"
			}
			t.add(r.Day.String(), reader, strconv.FormatInt(r.Count, 10))
		}
		return t.print(p.stdout, 0)
	})
}

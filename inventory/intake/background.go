package intake

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/geocode"
	"maillage/inventory/postgres"
)

// What is checked in the background: files of so many lines or bytes.
const (
	longLines = 20_000
	longBytes = 16 << 20
)

// long tells whether checking an upload is better not waited for.
func (up *Upload) long() bool {
	return len(up.Content) > longBytes || bytes.Count(up.Content, []byte("\n"))+bytes.Count(up.Content, []byte("\r")) > longLines
}

// receive keeps an upload that is to be checked in the background.
func (d *Desk) receive(ctx context.Context, v inventory.Viewer, up Upload) (inventory.Import, error) {
	var ex *examination
	f := ex.file(up)
	f.Content, f.Told = up.Content, up.Mapping
	imp := inventory.Import{Member: up.Member, Kind: up.Kind, File: up.FileName, Scope: up.Scope, State: inventory.ImportReceived,
		Mapping: up.Mapping, Author: v.Name, Progress: &inventory.Progress{Stage: "waiting"}}
	err := d.Store.Write(ctx, v, "check", func(tx pgx.Tx) error {
		if _, err := postgres.Member(ctx, tx, up.Member); err != nil {
			return err
		}
		id, err := postgres.AddImport(ctx, tx, imp, f, postgres.ImportRowSource{})
		if err != nil {
			return err
		}
		if imp, err = postgres.Import(ctx, tx, id); err != nil {
			return err
		}
		return d.Jobs.queue(ctx, tx, id)
	})
	return imp, err
}

// later is the error of work that is to go on after a while.
type later struct {
	after time.Duration
	why   error
}

func (l *later) Error() string { return fmt.Sprintf("again in %v: %v", l.after, l.why) }

// longestWait is how long a geocoder may keep us waiting.
const longestWait = 10 * time.Minute

// work checks a received import: its addresses are asked for, then it is checked
// and kept. last: what fails now is not tried again.
func (d *Desk) work(ctx context.Context, id int64, last bool) error {
	g, err := d.ground(d.Lang)
	if err != nil {
		return err
	}
	var imp inventory.Import
	var up Upload
	err = d.Store.Read(ctx, keeper, func(tx pgx.Tx) error {
		if imp, err = postgres.Import(ctx, tx, id); err != nil {
			return err
		}
		if imp.State != inventory.ImportReceived {
			return nil
		}
		up, err = d.received(ctx, tx, imp)
		return err
	})
	if err != nil || imp.State != inventory.ImportReceived {
		return err
	}
	if wanted, err := d.progress(ctx, id, inventory.Progress{Stage: "checking"}); err != nil || !wanted {
		return err
	}
	if d.Geocoder != nil && up.Kind == inventory.KindPops {
		up.geocoding = true
		if err := d.locate(ctx, id, &up, g); err != nil {
			var busy *geocode.Busy
			switch {
			case errors.Is(err, errUnwanted) || ctx.Err() != nil:
				return ignore(err, errUnwanted)
			case errors.As(err, &busy) && busy.After > 0 && busy.After <= longestWait:
				return &later{busy.After, busy}
			case errors.As(err, &busy) && !last:
				return err
			}
			up.notes = append(up.notes, silentGeocoder.is("why", whyService(err)))
		}
		up.geocoding = false
	}
	return d.keep(ctx, id, up, g)
}

func ignore(err, harmless error) error {
	if errors.Is(err, harmless) {
		return nil
	}
	return err
}

// received is a received import's file, in the language it was sent in.
func (d *Desk) received(ctx context.Context, tx pgx.Tx, imp inventory.Import) (Upload, error) {
	f, err := postgres.FileOfImport(ctx, tx, imp.ID)
	if err != nil {
		return Upload{}, err
	}
	lang := or(Lang(f.Lang), d.Lang)
	return Upload{Member: imp.Member, Kind: imp.Kind, FileName: imp.File, Content: f.Content, Scope: imp.Scope,
		Mapping: f.Told, Lang: lang, edits: f.Edits, found: f.Found, again: f.Signature != ""}, nil
}

// errUnwanted ends the work on an import that was cancelled meanwhile.
var errUnwanted = errors.New("the import is no longer to be checked")

// progress tells how far the work has come, and whether it is still wanted.
func (d *Desk) progress(ctx context.Context, id int64, p inventory.Progress) (wanted bool, err error) {
	err = d.Store.Write(ctx, keeper, "check", func(tx pgx.Tx) error {
		wanted, err = postgres.SetImportProgress(ctx, tx, id, p)
		return err
	})
	return wanted, err
}

// keep checks a received import and puts the result in its place. What it is not
// to be any more, it is not.
func (d *Desk) keep(ctx context.Context, id int64, up Upload, g *ground) error {
	return d.Store.Write(ctx, keeper, "check", func(tx pgx.Tx) error {
		if err := postgres.LockImport(ctx, tx, id); err != nil {
			return err
		}
		imp, err := postgres.Import(ctx, tx, id)
		if err != nil || imp.State != inventory.ImportReceived {
			return err
		}
		_, err = d.recheck(ctx, tx, id, up, g)
		return err
	})
}

// locate asks the geocoder for the addresses of an upload, batch by batch, and
// keeps what it answers at once: whoever goes on later does not ask again.
func (d *Desk) locate(ctx context.Context, id int64, up *Upload, g *ground) error {
	wanted, err := d.addresses(ctx, *up, g)
	if err != nil || len(wanted) == 0 {
		return err
	}
	done, total := 0, len(wanted)
	if id != 0 { // a first answer may take minutes
		still, err := d.progress(ctx, id, inventory.Progress{Stage: "geocoding", Total: total})
		if err != nil || !still {
			return cmp.Or(err, errUnwanted)
		}
	}
	for batch := range slices.Chunk(wanted, geocode.BatchSize) {
		answers, err := d.Geocoder.Search(ctx, batch)
		if err != nil {
			return err
		}
		found := take(up, batch, answers)
		done += len(batch)
		p := inventory.Progress{Stage: "geocoding", Done: done, Total: total}
		if d.Progress != nil {
			d.Progress(p)
		}
		if id == 0 {
			continue
		}
		still := false
		err = d.Store.Write(ctx, keeper, "check", func(tx pgx.Tx) error {
			still, err = postgres.SetImportFound(ctx, tx, id, found, p)
			return err
		})
		if err != nil {
			return err
		}
		if !still {
			return errUnwanted
		}
	}
	return nil
}

// addresses are those of an upload that the geocoder has not been asked for.
func (d *Desk) addresses(ctx context.Context, up Upload, g *ground) ([]geocode.Query, error) {
	var ex *examination
	err := d.Store.Read(ctx, keeper, func(tx pgx.Tx) (err error) {
		ex, err = examine(ctx, tx, up, g)
		return err
	})
	if refusal(err) != nil {
		return nil, nil // told when it is kept
	}
	if err != nil {
		return nil, err
	}
	return asked(ex.wanted, d.most().addresses), nil
}

// take adds answers to what an upload is checked with, and returns them alone.
func take(up *Upload, batch []geocode.Query, answers []inventory.Geocoded) map[string]inventory.Geocoded {
	if up.found == nil {
		up.found = map[string]inventory.Geocoded{}
	}
	found := make(map[string]inventory.Geocoded, len(batch))
	for i, q := range batch {
		found[keyOf(q)], up.found[keyOf(q)] = answers[i], answers[i]
	}
	return found
}

// asked is each question once, at most so many.
func asked(wanted []geocode.Query, most int) []geocode.Query {
	seen := make(map[string]bool, len(wanted))
	wanted = slices.DeleteFunc(wanted, func(q geocode.Query) bool {
		key := keyOf(q)
		again := seen[key]
		seen[key] = true
		return again
	})
	return wanted[:min(len(wanted), most)]
}

package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/export"
	"maillage/inventory/intake"
	"maillage/inventory/postgres"
)

type exportVerb struct {
	What   string   `arg:"" enum:"pops,zones,coverage,gaps" help:"pops or zones, as a list that imports again; coverage or gaps, as areas or, with --unit, unit by unit."`
	Member []string `placeholder:"SLUG" help:"Whose, or those to count; all by default."`
	Format string   `placeholder:"F" help:"csv, xlsx, geojson, gpkg or pmtiles; by the ending of FILE by default."`
	Out    string   `short:"o" required:"" placeholder:"FILE" help:"Where to write it; - for standard output."`
	Zoom   *int     `name:"max-zoom" placeholder:"Z" help:"The nearest zoom of a pmtiles archive, 0 to 14; 12 by default."`
	narrowFlags
}

// Run writes what is wanted to a file, which is whole once it is there.
func (v exportVerb) Run(p *program) error {
	ending := "." + v.Format
	if v.Format == "" {
		ending = filepath.Base(v.Out)
	}
	format, known := export.FormatOf(ending)
	switch tiles := format == export.PMTiles; {
	case tiles:
		return v.archive(p)
	case !known:
		return usageError(fmt.Sprintf("--format: say one of %s, %s", inventory.Words(export.Formats), export.PMTiles))
	case v.Zoom != nil:
		return usageError("--max-zoom is of pmtiles alone")
	}
	list := v.entries
	switch v.What {
	case inventory.KindPops, inventory.KindZones:
		if err := v.onlyMembers(); err != nil {
			return err
		}
	default:
		f, err := v.filter(v.Member)
		if err != nil {
			return err
		}
		list = func(ctx context.Context, p *program, in *instance) (*export.List, error) {
			return v.areas(ctx, p, in, f, format)
		}
	}
	return p.with(func(ctx context.Context, in *instance) error {
		l, err := list(ctx, p, in)
		if err != nil {
			return err
		}
		return p.writeOut(v.Out, v.What, l.Len(), func(w io.Writer) error { return l.Write(w, format, intake.English) })
	})
}

// onlyMembers refuses the flags that have no part in entries.
func (v exportVerb) onlyMembers() error {
	if v.narrowFlags.none() {
		return nil
	}
	return usageError("only --member narrows an export of " + v.What + ", which has them all, whatever their status")
}

// writeOut writes to a file, or to standard output for -, and says what it was.
func (p *program) writeOut(out, what string, n int, write func(io.Writer) error) error {
	if out == "-" {
		return write(p.stdout)
	}
	if err := writeWhole(out, write); err != nil {
		return err
	}
	p.note("%d %s written to %s", n, what, out)
	return nil
}

// areas is an answer as a list.
func (v exportVerb) areas(ctx context.Context, p *program, in *instance, f inventory.Filter, format export.Format) (*export.List, error) {
	a, err := in.read(ctx)
	if err != nil {
		return nil, err
	}
	now, err := a.At(ctx, f.AsOf)
	if err != nil {
		return nil, err
	}
	var l *export.List
	err = in.store.Read(ctx, p.viewer(), func(tx pgx.Tx) (err error) {
		l, err = export.Areas(ctx, tx, now, p.viewer(), v.What, f, format)
		return err
	})
	return l, err
}

// entries is the PoPs or zones of some members, or of all.
func (v exportVerb) entries(ctx context.Context, p *program, in *instance) (l *export.List, err error) {
	err = in.store.Read(ctx, p.viewer(), func(tx pgx.Tx) (err error) {
		l, err = v.list(ctx, tx)
		return err
	})
	return l, err
}

// list is the entries of one member, or of several with whose each is.
func (v exportVerb) list(ctx context.Context, tx pgx.Tx) (*export.List, error) {
	pops, zones, err := v.read(ctx, tx)
	if err != nil {
		return nil, err
	}
	list := export.Pops(pops)
	if v.What == inventory.KindZones {
		list = export.Zones(zones)
	}
	if len(v.Member) != 1 {
		list.WithMembers()
	}
	return list, nil
}

// read reads the entries of the members asked for, or of all.
func (v exportVerb) read(ctx context.Context, tx pgx.Tx) (pops []inventory.Pop, zones []inventory.Zone, err error) {
	slugs := v.Member
	if len(slugs) == 0 {
		members, err := postgres.Members(ctx, tx)
		if err != nil {
			return nil, nil, err
		}
		for _, m := range members {
			slugs = append(slugs, m.Slug)
		}
	}
	for _, slug := range slugs {
		if _, err := postgres.Member(ctx, tx, slug); err != nil {
			return nil, nil, err
		}
		if v.What == inventory.KindPops {
			more, err := postgres.Pops(ctx, tx, slug, "", 0)
			if err != nil {
				return nil, nil, err
			}
			pops = append(pops, more...)
			continue
		}
		more, err := postgres.Zones(ctx, tx, slug, "", 0)
		if err != nil {
			return nil, nil, err
		}
		zones = append(zones, more...)
	}
	return pops, zones, nil
}

// writeWhole writes a file beside its place and puts it there once it is whole.
func writeWhole(path string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) //nolint:errcheck // gone once it is in its place
	if err := write(f); err != nil {
		f.Close()
		return err
	}
	if err := f.Chmod(0o644); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

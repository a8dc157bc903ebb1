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
	Kind   string `arg:"" enum:"pops,zones" help:"pops or zones."`
	Member string `placeholder:"SLUG" help:"Whose; every member's by default."`
	Format string `placeholder:"F" help:"csv, xlsx, geojson or gpkg; by the ending of FILE by default."`
	Out    string `short:"o" required:"" placeholder:"FILE" help:"Where to write it; - for standard output."`
}

// Run writes a list that imports again unchanged.
func (v exportVerb) Run(p *program) error {
	format, known := export.FormatOf("." + v.Format)
	if v.Format == "" {
		format, known = export.FormatOf(filepath.Base(v.Out))
	}
	if !known {
		return usageError(fmt.Sprintf("--format: say one of %s", inventory.Words(export.Formats)))
	}
	return p.with(func(ctx context.Context, in *instance) error {
		var list *export.List
		n := 0
		err := in.store.Read(ctx, p.viewer(), func(tx pgx.Tx) (err error) {
			list, n, err = v.list(ctx, tx)
			return err
		})
		if err != nil {
			return err
		}
		write := func(w io.Writer) error { return list.Write(w, format, intake.English) }
		if v.Out == "-" {
			return write(p.stdout)
		}
		if err := writeWhole(v.Out, write); err != nil {
			return err
		}
		p.note("%d %s written to %s", n, v.Kind, v.Out)
		return nil
	})
}

// list reads the entries of one member, or of all with whose each is.
func (v exportVerb) list(ctx context.Context, tx pgx.Tx) (*export.List, int, error) {
	slugs := []string{v.Member}
	if v.Member == "" {
		members, err := postgres.Members(ctx, tx)
		if err != nil {
			return nil, 0, err
		}
		slugs = slugs[:0]
		for _, m := range members {
			slugs = append(slugs, m.Slug)
		}
	} else if _, err := postgres.Member(ctx, tx, v.Member); err != nil {
		return nil, 0, err
	}
	var pops []inventory.Pop
	var zones []inventory.Zone
	for _, slug := range slugs {
		if v.Kind == inventory.KindPops {
			more, err := postgres.Pops(ctx, tx, slug, "", 0)
			if err != nil {
				return nil, 0, err
			}
			pops = append(pops, more...)
			continue
		}
		more, err := postgres.Zones(ctx, tx, slug, "", 0)
		if err != nil {
			return nil, 0, err
		}
		zones = append(zones, more...)
	}
	list := export.Pops(pops)
	if v.Kind == inventory.KindZones {
		list = export.Zones(zones)
	}
	if v.Member == "" {
		list.WithMembers()
	}
	return list, len(pops) + len(zones), nil
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

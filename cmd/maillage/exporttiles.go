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
)

// archive writes tiles in one file.
func (v exportVerb) archive(p *program) error {
	zoom := export.SomeTileZoom
	if v.Zoom != nil {
		zoom = *v.Zoom
	}
	f, err := v.filter(v.Member)
	entries := v.What == inventory.KindPops || v.What == inventory.KindZones
	switch {
	case err != nil:
		return err
	case zoom < 0 || zoom > export.MaxTileZoom:
		return usageError(fmt.Sprintf("--max-zoom: say 0 to %d", export.MaxTileZoom))
	case entries:
		if err := v.onlyMembers(); err != nil {
			return err
		}
	case v.Unit+v.Layer != "":
		return usageError("tiles show areas alone: leave --unit and --layer out")
	}
	return p.with(func(ctx context.Context, in *instance) error {
		a, err := in.read(ctx)
		if err != nil {
			return err
		}
		now, err := a.At(ctx, f.AsOf)
		if err != nil {
			return err
		}
		return in.store.Read(ctx, p.viewer(), func(tx pgx.Tx) error {
			var tiles *export.Tiles
			if entries {
				tiles, err = v.tiles(ctx, p, tx)
			} else {
				tiles, err = export.AnswerTiles(now, p.viewer(), v.What, f)
			}
			if err != nil {
				return err
			}
			return v.spooled(ctx, p, tiles, now.Territory().Licence, zoom)
		})
	})
}

// tiles are those of entries.
func (v exportVerb) tiles(ctx context.Context, p *program, tx pgx.Tx) (*export.Tiles, error) {
	pops, zones, err := v.read(ctx, tx)
	if err != nil {
		return nil, err
	}
	if v.What == inventory.KindPops {
		return export.PopTiles(tx, p.viewer(), v.Member, pops), nil
	}
	return export.ZoneTiles(tx, p.viewer(), v.Member, zones), nil
}

// spooled writes an archive by way of a file beside its place.
func (v exportVerb) spooled(ctx context.Context, p *program, tiles *export.Tiles, attribution string, zoom int) error {
	dir := ""
	if v.Out != "-" {
		dir = filepath.Dir(v.Out)
	}
	spool, err := os.CreateTemp(dir, ".maillage-tiles-*")
	if err != nil {
		return err
	}
	defer os.Remove(spool.Name()) //nolint:errcheck // what is left of it is of no use
	defer spool.Close()
	bar := newProgress(p.stderr)
	defer bar.close()
	n := 0
	write := func(w io.Writer) (err error) {
		n, err = tiles.Write(ctx, w, spool, attribution, zoom, func(zoom, done, total int) {
			bar.report(fmt.Sprintf("zoom %d", zoom), int64(done), int64(total))
		})
		return err
	}
	if v.Out == "-" {
		return write(p.stdout)
	}
	if err := writeWhole(v.Out, write); err != nil {
		return err
	}
	bar.close()
	p.note("%d tiles written to %s", n, v.Out)
	return nil
}

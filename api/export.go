package api

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"path"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"maillage/api/gen"
	"maillage/inventory"
	"maillage/inventory/atlas"
	"maillage/inventory/export"
	"maillage/inventory/postgres"
)

// ExportEntries gives a member's PoPs or zones as a list, as far as the caller
// may see them.
func (h *handlers) ExportEntries(ctx context.Context, r gen.ExportEntriesRequestObject) (gen.ExportEntriesResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	kind, _, _ := strings.Cut(string(r.File), ".")
	now := p.Atlas.Now()
	var list *export.List
	seen := 0
	err = p.Store.Read(ctx, viewerOf(ctx), func(tx pgx.Tx) error {
		if _, err := postgres.Member(ctx, tx, r.Slug); err != nil {
			return err
		}
		list, seen, err = exported(ctx, tx, now, viewerOf(ctx), r.Slug, kind)
		return err
	})
	if err != nil {
		return nil, err
	}
	file, err := listFile(ctx, p, list, r.Slug+"-"+string(r.File))
	if err != nil {
		return nil, err
	}
	if seen > 0 {
		h.consulted(ctx, now, r.Slug)
	}
	return file, nil
}

// exported is a member's list as a viewer may see it, and how many entries are
// in it.
func exported(ctx context.Context, tx pgx.Tx, now *atlas.Picture, v inventory.Viewer, slug, kind string) (*export.List, int, error) {
	if kind == inventory.KindPops {
		all, err := postgres.Pops(ctx, tx, slug, "", 0)
		if err != nil {
			return nil, 0, err
		}
		var may []inventory.Pop
		for _, pop := range all {
			if pop, ok := now.Pop(v, pop); ok {
				may = append(may, pop)
			}
		}
		return export.Pops(may), len(may), nil
	}
	all, err := postgres.Zones(ctx, tx, slug, "", 0)
	if err != nil {
		return nil, 0, err
	}
	var may []inventory.Zone
	for _, z := range all {
		if z, ok := now.Zone(v, z); ok {
			may = append(may, z)
		}
	}
	return export.Zones(may), len(may), nil
}

// exportFile is the generated answer with its own type and the name under which
// a browser saves it.
type exportFile struct {
	name, mediaType string
	body            []byte
}

// VisitExportEntriesResponse writes it.
func (f exportFile) VisitExportEntriesResponse(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", f.mediaType)
	w.Header().Set("Content-Length", strconv.Itoa(len(f.body)))
	w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", f.name))
	w.WriteHeader(http.StatusOK)
	_, err := w.Write(f.body)
	return err
}

// listFile writes a list in the format that a file's name ends with.
func listFile(ctx context.Context, p *Parts, list *export.List, file string) (exportFile, error) {
	format := export.Format(path.Ext(file)[1:])
	var b bytes.Buffer
	if err := list.Write(&b, format, p.desk(ctx).Lang); err != nil {
		return exportFile{}, err
	}
	return exportFile{name: file, mediaType: format.MediaType(), body: b.Bytes()}, nil
}

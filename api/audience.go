package api

import (
	"context"

	"github.com/jackc/pgx/v5"
	openapi_types "github.com/oapi-codegen/runtime/types"

	"maillage/api/gen"
	"maillage/inventory"
	"maillage/inventory/postgres"
)

// GetDefaultAudience shows what a member's new entries get.
func (h *handlers) GetDefaultAudience(ctx context.Context, r gen.GetDefaultAudienceRequestObject) (gen.GetDefaultAudienceResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	d, err := p.desk(ctx).DefaultAudience(ctx, viewerOf(ctx), r.Slug)
	if err != nil {
		return nil, err
	}
	return gen.GetDefaultAudience200JSONResponse{Audience: gen.Audience(d.Audience), PriceAudience: gen.Audience(d.PriceAudience)}, nil
}

// SetDefaultAudience sets it.
func (h *handlers) SetDefaultAudience(ctx context.Context, r gen.SetDefaultAudienceRequestObject) (gen.SetDefaultAudienceResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	to := inventory.DefaultAudience{Audience: inventory.Audience(r.Body.Audience), PriceAudience: inventory.Audience(r.Body.PriceAudience)}
	if err := p.desk(ctx).SetDefaultAudience(ctx, viewerOf(ctx), r.Slug, to); err != nil {
		return nil, err
	}
	return gen.SetDefaultAudience200JSONResponse(*r.Body), nil
}

// ChangeAudience changes that of many entries at once.
func (h *handlers) ChangeAudience(ctx context.Context, r gen.ChangeAudienceRequestObject) (gen.ChangeAudienceResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	done, err := p.desk(ctx).SetAudience(ctx, viewerOf(ctx), inventory.AudienceChange{
		Member: r.Slug, Kind: string(r.Body.Kind), Codes: or(r.Body.Codes, nil),
		Audience: inventory.Audience(or(r.Body.Audience, "")), PriceAudience: inventory.Audience(or(r.Body.PriceAudience, "")),
	})
	if err != nil {
		return nil, err
	}
	return gen.ChangeAudience200JSONResponse(AudienceChangedDocument(done)), nil
}

// UndoAudienceChange takes such a change back.
func (h *handlers) UndoAudienceChange(ctx context.Context, r gen.UndoAudienceChangeRequestObject) (gen.UndoAudienceChangeResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	done, err := p.desk(ctx).UndoAudience(ctx, viewerOf(ctx), r.Slug, r.Change)
	if err != nil {
		return nil, err
	}
	return gen.UndoAudienceChange200JSONResponse(AudienceChangedDocument(done)), nil
}

// AudienceChangedDocument is what a change of audience did, as the contract shows
// it.
func AudienceChangedDocument(c inventory.AudienceChanged) gen.AudienceChanged {
	return gen.AudienceChanged{Change: c.Change, Changed: c.Changed, Unchanged: c.Unchanged}
}

// GetPreview tells what someone else gets of a member's entries.
func (h *handlers) GetPreview(ctx context.Context, r gen.GetPreviewRequestObject) (gen.GetPreviewResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	now := p.Atlas.Now()
	as, err := viewerAs(now, r.Slug, string(r.Params.As))
	if err != nil {
		return nil, err
	}
	err = p.Store.Read(ctx, viewerOf(ctx), func(tx pgx.Tx) error {
		return postgres.KnowsMember(ctx, tx, r.Slug)
	})
	if err != nil {
		return nil, err
	}
	seen, err := now.Preview(as, r.Slug)
	if err != nil {
		return nil, err
	}
	return gen.GetPreview200JSONResponse{
		As: r.Params.As, Pops: gen.PreviewCount(seen.Pops), Zones: gen.PreviewCount(seen.Zones), Priced: gen.PreviewCount(seen.Priced),
		Shared: amount(seen.Shared), Nameless: amount(seen.Nameless),
	}, nil
}

// ListReaders tells which members consulted a member's entries.
func (h *handlers) ListReaders(ctx context.Context, r gen.ListReadersRequestObject) (gen.ListReadersResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	var readings []postgres.Reading
	err = p.Store.Read(ctx, viewerOf(ctx), func(tx pgx.Tx) error {
		if err := postgres.KnowsMember(ctx, tx, r.Slug); err != nil {
			return err
		}
		readings, err = postgres.Readings(ctx, tx, r.Slug, dateOf(r.Params.From), dateOf(r.Params.To))
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.ListReaders200JSONResponse{Items: ReadersDocument(readings)}, nil
}

// ReadersDocument is who consulted an owner's entries, as the contract shows it.
func ReadersDocument(readings []postgres.Reading) []gen.Reading {
	all := make([]gen.Reading, len(readings))
	for i, one := range readings {
		all[i] = gen.Reading{Day: openapi_types.Date{Time: one.Day.Time()}, Reader: some(one.Reader), Name: some(one.Name), Count: int(one.Count)}
	}
	return all
}

package api

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"maillage/api/gen"
	"maillage/inventory"
	"maillage/inventory/postgres"
)

// defaultPage is how many entries a page has when the caller does not say.
const defaultPage = 100

// ListPops lists a member's PoPs by code, a page at a time.
func (h *handlers) ListPops(ctx context.Context, r gen.ListPopsRequestObject) (gen.ListPopsResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	limit := or(r.Params.Limit, defaultPage)
	var pops []inventory.Pop
	err = p.Store.Read(ctx, viewerOf(ctx), func(tx pgx.Tx) error {
		if err := postgres.KnowsMember(ctx, tx, r.Slug); err != nil {
			return err
		}
		var err error
		pops, err = postgres.Pops(ctx, tx, r.Slug, or(r.Params.After, ""), limit+1)
		return err
	})
	if err != nil {
		return nil, err
	}
	pops, next := page(pops, limit, func(p inventory.Pop) string { return p.Code })
	d := gen.ListPops200JSONResponse{Items: []gen.Pop{}, Next: next}
	now := p.Atlas.Now()
	for _, pop := range pops {
		if pop, ok := now.Pop(viewerOf(ctx), pop); ok {
			d.Items = append(d.Items, PopDocument(pop))
		}
	}
	if len(d.Items) > 0 {
		h.consulted(ctx, now, r.Slug)
	}
	return d, nil
}

// page cuts a list that was read one longer than asked, and tells the cursor of
// the page that follows, nil when none does.
func page[T any](all []T, limit int, cursor func(T) string) ([]T, *string) {
	if len(all) <= limit {
		return all, nil
	}
	next := cursor(all[limit-1])
	return all[:limit], &next
}

// GetPop shows one.
func (h *handlers) GetPop(ctx context.Context, r gen.GetPopRequestObject) (gen.GetPopResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	var pop inventory.Pop
	err = p.Store.Read(ctx, viewerOf(ctx), func(tx pgx.Tx) (err error) {
		pop, err = postgres.Pop(ctx, tx, inventory.Key{Member: r.Slug, Code: r.Code})
		return err
	})
	if err != nil {
		return nil, err
	}
	now := p.Atlas.Now()
	pop, ok := now.Pop(viewerOf(ctx), pop)
	if !ok {
		return nil, inventory.Errorf(inventory.NotFound, "unknown_pop", "“%s” has no PoP “%s”", r.Slug, r.Code)
	}
	h.consulted(ctx, now, r.Slug)
	return gen.GetPop200JSONResponse(PopDocument(pop)), nil
}

// AddPop adds one; a code taken is a conflict.
func (h *handlers) AddPop(ctx context.Context, r gen.AddPopRequestObject) (gen.AddPopResponseObject, error) {
	code, err := newCode("pop", r.Body.Code)
	if err != nil {
		return nil, err
	}
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	pop, err := p.desk(ctx).AddPop(ctx, viewerOf(ctx), popOf(r.Slug, code, r.Body))
	if err != nil {
		return nil, err
	}
	d := PopDocument(pop)
	d.Version = wrote(ctx)
	return gen.AddPop201JSONResponse(d), nil
}

// PutPop adds or replaces one.
func (h *handlers) PutPop(ctx context.Context, r gen.PutPopRequestObject) (gen.PutPopResponseObject, error) {
	if err := sameCode(r.Code, r.Body.Code); err != nil {
		return nil, err
	}
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	pop, err := p.desk(ctx).PutPop(ctx, viewerOf(ctx), popOf(r.Slug, r.Code, r.Body))
	if err != nil {
		return nil, err
	}
	d := PopDocument(pop)
	d.Version = wrote(ctx)
	return gen.PutPop200JSONResponse(d), nil
}

// DeletePop removes one that is nobody's hand-off.
func (h *handlers) DeletePop(ctx context.Context, r gen.DeletePopRequestObject) (gen.DeletePopResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	if err := p.desk(ctx).DeletePop(ctx, viewerOf(ctx), inventory.Key{Member: r.Slug, Code: r.Code}); err != nil {
		return nil, err
	}
	return gen.DeletePop204Response{}, nil
}

// popOf is the PoP that a body describes; the desk fills what it leaves out.
func popOf(slug, code string, in *gen.PopInput) inventory.Pop {
	pop := inventory.Pop{
		Key: inventory.Key{Member: slug, Code: code}, Name: in.Name,
		Kind: inventory.PopKind(or(in.Kind, "")), Address: or(in.Address, ""), Postcode: or(in.Postcode, ""),
		City: or(in.City, ""), INSEE: or(in.Insee, ""), Facility: or(in.Facility, ""),
		Status: inventory.Status(or(in.Status, "")), Technologies: words[inventory.Technology](or(in.Technologies, nil)),
		CapacityGbps: in.CapacityGbps, Audience: inventory.Audience(or(in.Audience, "")),
		OpenedOn: dateOf(in.OpenedOn), ClosedOn: dateOf(in.ClosedOn),
	}
	if in.Position != nil {
		pop.Position, pop.PositionSource = orb.Point{(*in.Position)[0], (*in.Position)[1]}, inventory.PositionGiven
	}
	return pop
}

// newCode is the code of an entry to add.
func newCode(noun string, code *string) (string, error) {
	if c := or(code, ""); c != "" {
		return c, nil
	}
	return "", &inventory.Error{Kind: inventory.Invalid, Code: "invalid_" + noun, Message: "code: is missing",
		Fields: []inventory.FieldError{{Field: "code", Code: "missing", Message: "is missing: your own short name for it"}}}
}

// sameCode refuses a PUT whose body names another entry than its address.
func sameCode(address string, body *string) error {
	if body != nil && *body != address {
		return &inventory.Error{Kind: inventory.Invalid, Code: "code_differs", Message: "code: is not the one of the address",
			Fields: []inventory.FieldError{{Field: "code", Value: *body, Code: "code_differs", Message: "is not the one of the address, " + address}}}
	}
	return nil
}

// changeID is the id under which a request's changes stand in the history.
func changeID(ctx context.Context) string {
	id, _ := ctx.Value(changeKey{}).(string)
	return "request:" + id
}

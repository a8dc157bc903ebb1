package api

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"maillage/api/gen"
	"maillage/inventory"
	"maillage/inventory/postgres"
)

// MemberDocument is a member as the contract shows it.
func MemberDocument(m postgres.MemberRow) gen.Member {
	d := gen.Member{
		Slug: m.Slug, Name: m.Name, Asn: m.ASN, Siren: some(m.SIREN), Website: some(m.Website),
		JoinedOn: someDate(m.JoinedOn), Status: gen.MemberStatus(m.Status), Color: m.Color,
		Pops: m.Pops, Zones: m.Zones,
	}
	if d.Asn == nil {
		d.Asn = []int64{}
	}
	return d
}

// MembersDocument is the list of members, by name as a French reader sorts.
func MembersDocument(members []postgres.MemberRow) gen.ListMembers200JSONResponse {
	order := collate.New(language.French, collate.IgnoreCase)
	slices.SortStableFunc(members, func(a, b postgres.MemberRow) int { return order.CompareString(a.Name, b.Name) })
	d := gen.ListMembers200JSONResponse{Items: make([]gen.Member, len(members))}
	for i, m := range members {
		d.Items[i] = MemberDocument(m)
	}
	return d
}

// ListMembers lists every member by name.
func (h *handlers) ListMembers(ctx context.Context, _ gen.ListMembersRequestObject) (gen.ListMembersResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	var members []postgres.MemberRow
	err = p.Store.Read(ctx, viewerOf(ctx), func(tx pgx.Tx) (err error) {
		members, err = postgres.Members(ctx, tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	return MembersDocument(members), nil
}

// AddMember adds one; a slug taken is a conflict.
func (h *handlers) AddMember(ctx context.Context, r gen.AddMemberRequestObject) (gen.AddMemberResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	m := inventory.Member{
		Slug: r.Body.Slug, Name: r.Body.Name, ASN: or(r.Body.Asn, nil), SIREN: or(r.Body.Siren, ""),
		Website: or(r.Body.Website, ""), JoinedOn: dateOf(r.Body.JoinedOn),
		Status: inventory.MemberStatus(or(r.Body.Status, gen.Active)),
	}
	if err := m.Validate(); err != nil {
		return nil, err
	}
	row, err := h.changeMember(ctx, p, m.Slug, func(tx pgx.Tx) error { return postgres.AddMember(ctx, tx, m) })
	if err != nil {
		return nil, err
	}
	d := MemberDocument(row)
	d.Version = wrote(ctx)
	return gen.AddMember201JSONResponse(d), nil
}

// GetMember shows one.
func (h *handlers) GetMember(ctx context.Context, r gen.GetMemberRequestObject) (gen.GetMemberResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	var row postgres.MemberRow
	err = p.Store.Read(ctx, viewerOf(ctx), func(tx pgx.Tx) (err error) {
		row, err = postgres.Member(ctx, tx, r.Slug)
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.GetMember200JSONResponse(MemberDocument(row)), nil
}

// ChangeMember changes what the body names and leaves the rest.
func (h *handlers) ChangeMember(ctx context.Context, r gen.ChangeMemberRequestObject) (gen.ChangeMemberResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	row, err := h.changeMember(ctx, p, r.Slug, func(tx pgx.Tx) error {
		now, err := postgres.Member(ctx, tx, r.Slug)
		if err != nil {
			return err
		}
		m := now.Member
		m.Name = or(r.Body.Name, m.Name)
		m.ASN = or(r.Body.Asn, m.ASN)
		m.SIREN = or(r.Body.Siren, m.SIREN)
		m.Website = or(r.Body.Website, m.Website)
		m.Status = inventory.MemberStatus(or(r.Body.Status, gen.MemberStatus(m.Status)))
		if r.Body.JoinedOn != nil {
			m.JoinedOn = dateOf(r.Body.JoinedOn)
		}
		if err := m.Validate(); err != nil {
			return err
		}
		return postgres.UpdateMember(ctx, tx, m)
	})
	if err != nil {
		return nil, err
	}
	d := MemberDocument(row)
	d.Version = wrote(ctx)
	return gen.ChangeMember200JSONResponse(d), nil
}

// changeMember runs change and gives the member as it then is, to this process
// and to its picture alike.
func (h *handlers) changeMember(ctx context.Context, p *Parts, slug string, change func(pgx.Tx) error) (postgres.MemberRow, error) {
	var row postgres.MemberRow
	err := p.Store.Write(ctx, viewerOf(ctx), changeID(ctx), func(tx pgx.Tx) error {
		if err := change(tx); err != nil {
			return err
		}
		var err error
		row, err = postgres.Member(ctx, tx, slug)
		return err
	})
	if err != nil {
		return row, err
	}
	if err := p.Atlas.Refresh(ctx); err != nil {
		// It is written; the picture follows when the database tells it.
		h.log.WarnContext(ctx, "the picture could not follow a change at once", "error", err)
	}
	return row, nil
}

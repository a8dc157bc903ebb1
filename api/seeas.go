package api

import (
	"context"
	"iter"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"maillage/inventory"
	"maillage/inventory/atlas"
	"maillage/inventory/postgres"
)

// previewed are the operations that answer as to someone else when asked with
// `as`: their own entries alone, which the member in the address says.
var previewed = map[string]bool{"listPops": true, "getPop": true, "listZones": true, "getZone": true}

// previewKey marks a request that is answered as to someone else: it is no
// consultation.
type previewKey struct{}

// seeAs puts another viewer in place of who keeps a member's entries, for one
// request about those entries, so that what it is shown comes from the very code
// that answers that viewer.
func (v *validator) seeAs(s *Server) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			r := c.Request()
			route, ok := v.routes[r.Method+" "+c.Path()]
			if as := r.URL.Query().Get("as"); ok && as != "" && previewed[route.Operation.OperationID] {
				slug, err := pathParams(c)
				if err != nil {
					return err
				}
				ctx, err := s.standIn(r, slug["slug"], as)
				if err != nil {
					return err
				}
				c.SetRequest(r.WithContext(ctx))
			}
			return next(c)
		}
	}
}

// standIn is the context of a request that who keeps a member's entries makes as
// someone else.
func (s *Server) standIn(r *http.Request, slug, as string) (context.Context, error) {
	ctx := r.Context()
	if err := keeper.check(viewerOf(ctx), originOf(ctx), r.Method, slug); err != nil {
		return nil, err
	}
	p, err := s.need()
	if err != nil {
		return nil, err
	}
	v, err := viewerAs(p.Atlas.Now(), slug, as)
	if err != nil {
		return nil, err
	}
	return context.WithValue(context.WithValue(ctx, viewerKey{}, v), previewKey{}, true), nil
}

// viewerAs is the viewer that `as` means to a member: another member is any that
// is active, since all of them see the same of it.
func viewerAs(now *atlas.Picture, slug, as string) (inventory.Viewer, error) {
	v := inventory.Visitor()
	switch as {
	case "visitor":
	case "bureau":
		v = inventory.Viewer{Role: inventory.RoleBureau}
	case "member":
		other := ""
		for _, m := range now.Members(inventory.Visitor()) {
			if m.Slug != slug && m.Status == inventory.MemberActive {
				other = m.Slug
				break
			}
		}
		if other == "" {
			return v, inventory.Errorf(inventory.Conflict, "no_other_member", "There is no other active member as whom to see.")
		}
		v = inventory.Viewer{Role: inventory.RoleSales, Member: other}
	default:
		return v, invalidRequest([]inventory.FieldError{{Field: "as", Value: clip(as, 40), Code: "unknown_value", Message: "is bureau, member or visitor"}})
	}
	v.Name, v.ReadOnly = "preview", true
	return v, nil
}

// previewTile is who and what a tile is drawn of when its address says `as`: the
// picture and filter of one member's entries. PoPs and zones are narrowed by the
// filter, in the database; figures by the picture.
func (s *Server) previewTile(r *http.Request, now *atlas.Picture, name, as string, f inventory.Filter) (context.Context, *atlas.Picture, inventory.Filter, error) {
	wrong := func(field, message string) error {
		return invalidRequest([]inventory.FieldError{{Field: field, Code: "bad_preview", Message: message}})
	}
	if len(f.Members) != 1 {
		return nil, nil, f, wrong("member", "goes with as: the member whose entries are seen, once")
	}
	slug := f.Members[0]
	ctx, err := s.standIn(r, slug, as)
	if err != nil {
		return nil, nil, f, err
	}
	switch name {
	case "zones", "pops", atlas.TileReach:
	case atlas.TileCoverage:
		f.Members = nil // what has no name counts as well
	default:
		return nil, nil, f, wrong("as", "goes with the tiles "+strings.Join([]string{"zones", "pops", atlas.TileCoverage, atlas.TileReach}, ", "))
	}
	return ctx, now.Alone(slug), f, nil
}

// consulted counts an answer that names entries of these owners, for them to know
// which members read them.
func (s *Server) consulted(ctx context.Context, now *atlas.Picture, owners ...string) {
	if reader, ok := reads(ctx, now); ok {
		s.readers.Note(reader, owners...)
	}
}

// reads tells under whose name an answer counts as a reading, if it does.
func reads(ctx context.Context, now *atlas.Picture) (reader string, ok bool) {
	if preview, _ := ctx.Value(previewKey{}).(bool); preview {
		return "", false
	}
	return now.Reader(viewerOf(ctx))
}

// consultedPlan counts an answer about plans that names zones which members plan:
// candidates whose code is a member's and the zone's, with a slash between. The same
// plan, and the studio, whose budget moves, count once an hour for each owner.
func (s *Server) consultedPlan(ctx context.Context, now *atlas.Picture, what string, candidates iter.Seq[string]) {
	reader, ok := reads(ctx, now)
	if !ok {
		return
	}
	owners := map[string]bool{}
	for code := range candidates {
		if owner, _, planned := strings.Cut(code, "/"); planned {
			owners[owner] = true
		}
	}
	s.readers.NoteOnce(reader, what, slices.Collect(maps.Keys(owners))...)
}

// codesOf are the candidates that items name.
func codesOf[T any](items []T, code func(*T) string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := range items {
			if !yield(code(&items[i])) {
				return
			}
		}
	}
}

// studio is under what the answers of the studio are counted together.
const studio = "studio"

// store is the database once there is one.
func (s *Server) store() *postgres.Store {
	if p := s.parts.Load(); p != nil {
		return p.Store
	}
	return nil
}

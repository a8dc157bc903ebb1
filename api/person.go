package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"maillage/api/gen"
	"maillage/inventory"
)

// PersonalDocument is all that is kept about a person; current is the session
// that asks, 0 for none.
func PersonalDocument(p inventory.PersonalData, now time.Time, current int64) gen.PersonalData {
	d := gen.PersonalData{MadeAt: now.UTC(), User: UserDocument(p.User), Sessions: sessionDocuments(p.Sessions, current),
		Tokens: tokenDocuments(p.Tokens), SignIns: make([]gen.SignInNote, len(p.SignIns)), Changes: make([]gen.AuthoredChange, len(p.Changes)),
		Uploads: make([]gen.AuthoredUpload, len(p.Uploads))}
	for i, s := range p.SignIns {
		d.SignIns[i] = gen.SignInNote{At: s.At, How: gen.SignInNoteHow(s.How), Agent: s.Agent}
	}
	for i, c := range p.Changes {
		d.Changes[i] = gen.AuthoredChange{At: c.At, Change: c.Change, Entries: c.Entries}
	}
	for i, u := range p.Uploads {
		d.Uploads[i] = gen.AuthoredUpload{Id: u.ID, Member: u.Member, File: u.File, At: u.At}
	}
	return d
}

// attached is a document that browsers keep as a file.
type attached struct {
	name string
	body any
}

// VisitGetMyDataResponse writes it.
func (a attached) VisitGetMyDataResponse(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Disposition", `attachment; filename="`+a.name+`"`)
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(a.body)
}

// GetMyData gives the caller all that is kept about them.
func (h *handlers) GetMyData(ctx context.Context, _ gen.GetMyDataRequestObject) (gen.GetMyDataResponseObject, error) {
	door, err := h.door(ctx)
	if err != nil {
		return nil, err
	}
	c := originOf(ctx).caller
	p, err := door.PersonalData(ctx, c.User.ID)
	if err != nil {
		return nil, err
	}
	return attached{"maillage-my-data.json", PersonalDocument(p, door.Now(), c.Session.ID)}, nil
}

// EraseMe removes the caller's account for good.
func (h *handlers) EraseMe(ctx context.Context, r gen.EraseMeRequestObject) (gen.EraseMeResponseObject, error) {
	door, err := h.door(ctx)
	if err != nil {
		return nil, err
	}
	o := originOf(ctx)
	if err := door.Erase(ctx, o.caller, r.Body.Email, or(r.Body.Password, "")); err != nil {
		return nil, err
	}
	return withCookie{cookie: cookie(o.secure, "", time.Time{}), status: http.StatusNoContent}, nil
}

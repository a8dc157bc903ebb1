package api

import (
	"time"

	openapi_types "github.com/oapi-codegen/runtime/types"

	"maillage/api/gen"
	"maillage/inventory"
	"maillage/inventory/intake"
)

// This file and answerdocuments.go turn the domain's nouns and answers into the
// documents of openapi.yaml. The command line prints the same ones.

// someDate is a day as the contract writes it, nil for none.
func someDate(d inventory.Date) *openapi_types.Date {
	if d.IsZero() {
		return nil
	}
	return &openapi_types.Date{Time: d.Time()}
}

// dateOf is the day a caller gave, none when it gave none.
func dateOf(d *openapi_types.Date) inventory.Date {
	if d == nil {
		return inventory.Date{}
	}
	return inventory.DateOf(d.Time)
}

// someTime is t, nil for the zero time.
func someTime(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// words turns the words of one vocabulary into the same words of another.
func words[To, From ~string](from []From) []To {
	to := make([]To, len(from))
	for i, w := range from {
		to[i] = To(w)
	}
	return to
}

// or is what p points to, fallback when it points to nothing.
func or[T any](p *T, fallback T) T {
	if p == nil {
		return fallback
	}
	return *p
}

// PopDocument is a PoP as the contract shows it.
func PopDocument(p inventory.Pop) gen.Pop {
	return gen.Pop{
		Member: p.Member, Code: p.Code, Name: p.Name, Kind: gen.PopKind(p.Kind),
		Position: gen.LonLat{p.Position[0], p.Position[1]}, PositionSource: gen.PositionSource(p.PositionSource),
		Address: some(p.Address), Postcode: some(p.Postcode), City: some(p.City), Insee: some(p.INSEE),
		Status: gen.Status(p.Status), Technologies: words[gen.Technology](p.Technologies),
		CapacityGbps: p.CapacityGbps, Facility: some(p.Facility), Audience: gen.Audience(p.Audience),
		OpenedOn: someDate(p.OpenedOn), ClosedOn: someDate(p.ClosedOn),
	}
}

// ExtentDocument is the land of a zone as its owner said it.
func ExtentDocument(e inventory.Extent) gen.Extent {
	d := gen.Extent{Kind: gen.ExtentKind(e.Kind)}
	if len(e.Codes) > 0 {
		d.Codes = &e.Codes
	}
	if e.RadiusKM > 0 {
		d.RadiusKm = &e.RadiusKM
	}
	return d
}

// UnitDocument is a unit of land as the contract shows it.
func UnitDocument(u *inventory.Unit) gen.Unit {
	d := gen.Unit{
		Kind: u.Kind, Code: u.Code, Name: u.Name, Departement: some(u.Departement), Region: some(u.Region),
		Epci: some(u.EPCI), Population: u.Population, HasBoundary: u.Located,
	}
	if len(u.Postcodes) > 0 {
		d.Postcodes = &u.Postcodes
	}
	if u.Centre[0] != 0 || u.Centre[1] != 0 {
		d.Centre = &gen.LonLat{u.Centre[0], u.Centre[1]}
	}
	if u.Located {
		d.Box = &gen.Box{u.Box.Min[0], u.Box.Min[1], u.Box.Max[0], u.Box.Max[1]}
	}
	return d
}

// ImportDocument is an upload as the contract shows it.
func ImportDocument(i inventory.Import) gen.Import {
	d := gen.Import{
		Id: i.ID, Member: i.Member, Kind: gen.ImportKind(i.Kind), File: i.File,
		State: gen.ImportState(i.State), Scope: gen.ImportScope(i.Scope), Author: some(i.Author),
		Mapping: i.Mapping, Errors: rowErrors(i.Errors), Warnings: rowErrors(i.Warnings),
		CreatedAt: i.CreatedAt, CommittedAt: i.CommittedAt, UndoneAt: i.UndoneAt, ExpiresAt: i.ExpiresAt,
		Columns: importColumns(i.Columns), Problems: importProblems(i.Problems), Fields: intake.FieldNames(i.Kind),
		Sheets: i.Sheets, Sheet: some(i.Sheet),
		Exchange: importExchange(i.Exchange), Edited: i.Edited, Reason: some(i.Reason),
		ConfirmRemoval: i.State == inventory.ImportChecked && i.Changes.LargeRemoval(),
	}
	if i.Progress != nil {
		d.Progress = &gen.ImportProgress{Stage: gen.ImportProgressStage(i.Progress.Stage), Done: i.Progress.Done, Total: i.Progress.Total}
	}
	if d.Sheets == nil { // a list of imports goes without
		d.Sheets = []string{}
	}
	if d.Mapping == nil {
		d.Mapping = map[string]string{}
	}
	if i.Mode != "" {
		d.Mode = (*gen.ImportMode)(&i.Mode)
	}
	d.Rows = gen.RowCounts{Read: i.Rows.Read, Valid: i.Rows.Valid, Rejected: i.Rows.Rejected}
	d.Changes = gen.Changes{Added: i.Changes.Added, Changed: i.Changes.Changed,
		Unchanged: i.Changes.Unchanged, Removed: i.Changes.Removed}
	d.Ignored = make([]gen.IgnoredColumn, len(i.Ignored))
	for n, c := range i.Ignored {
		d.Ignored[n] = gen.IgnoredColumn(c)
	}
	if e := i.Effect; e != nil {
		d.Effect = &gen.Effect{Km2: e.KM2, Weight: thousandth(e.Weight), Units: make([]gen.UnitEffect, len(e.Units))}
		for n, u := range e.Units {
			d.Effect.Units[n] = gen.UnitEffect{Code: u.Code, Name: u.Name, Km2: u.KM2, Weight: thousandth(u.Weight)}
		}
	}
	return d
}

func rowErrors(from []inventory.RowError) []gen.RowError {
	to := make([]gen.RowError, len(from))
	for i, e := range from {
		to[i] = gen.RowError{Row: e.Row, Column: e.Column, Value: e.Value, Code: e.Code, Message: e.Message, Repair: some(e.Repair)}
	}
	return to
}

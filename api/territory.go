package api

import (
	"context"
	"net/url"
	"path/filepath"

	"github.com/paulmach/orb"

	"maillage/api/gen"
	"maillage/geo/line"
	"maillage/inventory"
	"maillage/inventory/atlas"
	"maillage/inventory/territory"
)

// GetTerritory tells which territory is in force; while a first one is loaded,
// how far that has come.
func (h *handlers) GetTerritory(context.Context, gen.GetTerritoryRequestObject) (gen.GetTerritoryResponseObject, error) {
	p := h.parts.Load()
	if p == nil {
		d := gen.Territory{Kinds: []gen.KindCount{}, Missing: []gen.Unit{}, Parts: parts(nil)}
		if at := h.progress.Load(); at != nil {
			d.Loading = &gen.Loading{Stage: at.stage, Done: at.done, Total: at.total}
		}
		return gen.GetTerritory200JSONResponse(d), nil
	}
	now := p.Atlas.Now()
	return gen.GetTerritory200JSONResponse(TerritoryDocument(now.Territory(), now.Gazetteer(), now.LoadedKinds()...)), nil
}

// sourceName is where a territory comes from, as anybody may know it: a file's or
// folder's own name, an address without what it may carry of secrets.
func sourceName(source string) string {
	if u, err := url.Parse(source); err == nil && u.Host != "" {
		return u.Scheme + "://" + u.Host + u.Path
	}
	return filepath.Base(source)
}

// mostMissing is how many communes without boundary are listed: of a territory
// that is a part of France, nearly all are.
const mostMissing = 100

// TerritoryDocument is the territory in force as the contract shows it, with the
// kinds of unit that were loaded beside it.
func TerritoryDocument(t inventory.Territory, g *territory.Gazetteer, loaded ...inventory.UnitKind) gen.Territory {
	d := gen.Territory{
		Loaded: t.Checksum != "", Approximate: t.Approximate, Source: sourceName(t.Source), Licence: t.Licence, Checksum: t.Checksum,
		LoadedAt: someTime(t.LoadedAt), Kinds: []gen.KindCount{}, Missing: []gen.Unit{}, Parts: parts(g),
	}
	for _, kind := range g.Kinds() {
		count := gen.KindCount{Kind: kind, Count: len(g.Units(kind))}
		for _, k := range loaded {
			if k.Kind == kind {
				count.Source, count.Vintage, count.Licence = some(k.Source.Source), some(k.Vintage), some(k.Licence)
			}
		}
		d.Kinds = append(d.Kinds, count)
	}
	missing := g.Missing()
	d.MissingCount = len(missing)
	for _, u := range missing[:min(len(missing), mostMissing)] {
		d.Missing = append(d.Missing, UnitDocument(u))
	}
	return d
}

// parts are the six territories of the line with the box of their land, or of
// their grid while no land is known there.
func parts(g *territory.Gazetteer) []gen.TerritoryPart {
	boxes := map[string]orb.Bound{}
	if g != nil {
		for _, u := range g.Units(inventory.Departement) {
			if !u.Located {
				continue
			}
			if box, ok := boxes[u.Territory]; ok {
				boxes[u.Territory] = box.Union(u.Box)
			} else {
				boxes[u.Territory] = u.Box
			}
		}
	}
	var all []gen.TerritoryPart
	for _, t := range line.Territories() {
		part := gen.TerritoryPart{Code: t.Code, Name: t.Name}
		if box, ok := boxes[t.Code]; ok {
			part.Box = gen.Box{box.Min[0], box.Min[1], box.Max[0], box.Max[1]}
		} else {
			west, south, east, north := t.Bounds()
			part.Box = gen.Box{west, south, east, north}
		}
		all = append(all, part)
	}
	return all
}

// ListLayers lists the layers of weights.
func (h *handlers) ListLayers(context.Context, gen.ListLayersRequestObject) (gen.ListLayersResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	d := gen.ListLayers200JSONResponse{Items: []gen.Layer{}}
	for _, l := range p.Atlas.Now().Layers() {
		d.Items = append(d.Items, LayerDocument(l))
	}
	return d, nil
}

// LayerDocument is a layer of weights as the contract shows it.
func LayerDocument(l atlas.Layer) gen.Layer {
	return gen.Layer{Name: l.Name, Unit: l.Unit, Source: l.Source, Vintage: l.Vintage, Licence: l.Licence,
		Total: thousandth(l.Total), Unplaced: &l.Unspread, Loaded: &l.Loaded}
}

// SearchUnits finds units by name, code or postal code.
func (h *handlers) SearchUnits(_ context.Context, r gen.SearchUnitsRequestObject) (gen.SearchUnitsResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	g := p.Atlas.Now().Gazetteer()
	kind := or(r.Params.Kind, "")
	if err := knownKind(g, kind); err != nil {
		return nil, err
	}
	d := gen.SearchUnits200JSONResponse{Items: []gen.Unit{}}
	for _, u := range g.Search(or(r.Params.Q, ""), kind, or(r.Params.Limit, 10)) {
		d.Items = append(d.Items, UnitDocument(u))
	}
	return d, nil
}

// GetUnit shows one unit.
func (h *handlers) GetUnit(_ context.Context, r gen.GetUnitRequestObject) (gen.GetUnitResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	g := p.Atlas.Now().Gazetteer()
	if u, ok := g.Unit(r.Kind, r.Code); ok {
		return gen.GetUnit200JSONResponse(UnitDocument(u)), nil
	}
	if err := knownKind(g, r.Kind); err != nil {
		return nil, err
	}
	return nil, inventory.Errorf(inventory.NotFound, "unknown_unit", "There is no %s %q.", r.Kind, clip(r.Code, 60))
}

func knownKind(g *territory.Gazetteer, kind string) error {
	if kind == "" {
		return nil
	}
	for _, k := range g.Kinds() {
		if k == kind {
			return nil
		}
	}
	return invalidRequest([]inventory.FieldError{{Field: "kind", Value: clip(kind, 40), Code: "unknown_kind",
		Message: "is one of " + inventory.Words(g.Kinds())}})
}

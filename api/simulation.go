package api

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"

	"maillage/api/gen"
	"maillage/geo/line"
	trace "maillage/geo/outline"
	"maillage/inventory"
	"maillage/inventory/atlas"
)

// SimulationDocument is what a change would make of the pool; byUnit as in
// CoverageDocument.
func SimulationDocument(s atlas.Simulation, byUnit bool) gen.Simulation {
	d := gen.Simulation{Layer: s.Layer, Before: CoverageDocument(s.Before, false), After: CoverageDocument(s.After, false),
		Difference: change(s.Difference), Members: make([]gen.SimulatedMember, len(s.Members))}
	for i, m := range s.Members {
		d.Members[i] = gen.SimulatedMember{Member: m.Member, Before: amount(m.Before), After: amount(m.After), Difference: change(m.Difference)}
	}
	if byUnit {
		units := make([]gen.SimulatedUnit, len(s.Units))
		for i, u := range s.Units {
			units[i] = gen.SimulatedUnit{Code: u.Code, Name: u.Name, Before: share(u.Before), After: share(u.After), Difference: change(u.Difference)}
		}
		d.Units = &units
	}
	return d
}

// simulatedLand outlines the land won and lost; what there is none of is left out.
func simulatedLand(s atlas.Simulation) *gen.SimulatedLand {
	land := &gen.SimulatedLand{Type: gen.SimulatedLandTypeFeatureCollection, Features: []gen.SimulatedPiece{}}
	add := func(change gen.SimulatedPiecePropertiesChange, cells line.Set) {
		if len(cells) == 0 {
			return
		}
		piece := gen.SimulatedPiece{Type: gen.SimulatedPieceTypeFeature,
			Geometry: gen.MultiPolygon{Type: gen.MultiPolygonTypeMultiPolygon, Coordinates: polygons(trace.Sketch(cells))}}
		piece.Properties.Change = change
		land.Features = append(land.Features, piece)
	}
	add(gen.Won, s.Won)
	add(gen.Lost, s.Lost)
	return land
}

// change is the difference of two amounts: of whole cells' areas, which are
// rounded each by itself.
func change(a atlas.Amount) gen.Amount {
	return gen.Amount{Km2: thousandth(a.KM2), Weight: thousandth(a.Weight)}
}

// Simulate tells what the pool would be after a change.
func (h *handlers) Simulate(ctx context.Context, r gen.SimulateRequestObject) (gen.SimulateResponseObject, error) {
	p, err := h.need()
	if err != nil {
		return nil, err
	}
	b := r.Body
	f, err := filterOf(b.Member, b.Technology, b.Status, b.Unit, b.Layer, b.Territory, b.AsOf)
	if err != nil {
		return nil, err
	}
	now, err := p.Atlas.At(ctx, f.AsOf)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(b)
	if err != nil {
		return nil, err
	}
	return keep(ctx, now, f, fmt.Sprintf("simulation %x", sha256.Sum256(body)), plainJSON, func() (gen.Simulation, error) {
		c := atlas.Change{Remove: or(b.Remove, nil), Candidates: or(b.Candidates, nil)}
		for _, set := range or(b.Set, nil) {
			c.Set = append(c.Set, atlas.Setting{Member: or(set.Member, ""), Code: or(set.Code, ""), From: inventory.Status(or(set.From, "")),
				Status: inventory.Status(or(set.Status, "")), AvailableOn: dateOf(set.AvailableOn)})
		}
		if b.Add != nil {
			if c.Add, err = h.draft(ctx, p, *b.Add); err != nil {
				return gen.Simulation{}, err
			}
		}
		s, err := now.Simulate(viewerOf(ctx), f, c)
		d := SimulationDocument(s, f.Unit != "")
		if or(b.Outline, false) {
			d.Land = simulatedLand(s)
		}
		return d, err
	})
}

// draft draws the zones that a simulation adds.
func (h *handlers) draft(ctx context.Context, p *Parts, add gen.AddedZones) ([]inventory.Zone, error) {
	zones := make([]inventory.Zone, len(add.Zones))
	for i := range add.Zones {
		in := &add.Zones[i]
		z := zoneOf(or(add.Member, ""), or(in.Code, fmt.Sprintf("simulated-%d", i+1)), in)
		var err error
		if z.Geometry, err = h.ownLand(ctx, p, z.Key, in.Extent); err == nil {
			zones[i], err = p.desk(ctx).DraftZone(ctx, viewerOf(ctx), z)
		}
		if err != nil {
			return nil, inZone(i, err)
		}
	}
	return zones, nil
}

// inZone names the fields of an error after the zone that they are in.
func inZone(i int, err error) error {
	var e *inventory.Error
	if !errors.As(err, &e) {
		return err
	}
	to := *e
	to.Fields = nil
	for _, f := range e.Fields {
		f.Field = fmt.Sprintf("add.zones.%d.%s", i, f.Field)
		to.Fields = append(to.Fields, f)
	}
	return &to
}

package main

import (
	"context"
	"fmt"

	"maillage/api"
	"maillage/api/gen"
	"maillage/inventory"
	"maillage/inventory/territory"
)

type territoryLayerVerb struct {
	Add    layerAddVerb    `cmd:"" help:"Load a layer of weights from a file, or load it again."`
	List   layerListVerb   `cmd:"" help:"List the layers."`
	Remove layerRemoveVerb `cmd:"" help:"Remove a layer that was loaded."`
}

type layerAddVerb struct {
	Name   string `arg:"" help:"What it is called in layer=, such as households; population stands for the one that is always there."`
	File   string `arg:"" type:"existingfile" help:"CSV, GeoPackage or GeoJSON, with INSEE 200 m squares (idcar_200m), INSEE codes of communes, or longitude and latitude."`
	Column string `placeholder:"C" help:"Holds the weights; found by its usual names by default."`
	Count  bool   `help:"Each row weighs one."`
	Unit   string `placeholder:"WORD" help:"What is counted, such as ménages."`
	sourceFlags
}

func (v layerAddVerb) Run(p *program) error {
	return p.with(func(ctx context.Context, in *instance) error {
		bar := newProgress(p.stderr)
		defer bar.close()
		if err := in.ground(ctx, false, bar.report); err != nil {
			return err
		}
		sum, err := territory.AddLayer(ctx, in.store, territory.LayerFile{Layer: inventory.Layer{Name: v.Name, Unit: v.Unit, Source: v.source()},
			File: v.File, Column: v.Column, Count: v.Count, Who: p.viewer()}, bar.report)
		bar.close()
		if err != nil {
			return err
		}
		a, err := in.read(ctx)
		if err != nil {
			return err
		}
		l, err := a.Now().Layer(v.Name)
		if err != nil {
			return err
		}
		if v.JSON {
			return p.printJSON(struct {
				gen.Layer
				Column string `json:"column"`
				By     string `json:"by"`
				Rows   int    `json:"rows"`
				Blank  int    `json:"blank"`
			}{api.LayerDocument(l), sum.Column, sum.By, sum.Rows, sum.Blank})
		}
		what := "rows counted"
		if sum.Column != "" {
			what = "column " + sum.Column
		}
		fmt.Fprintf(p.stdout, "Loaded the layer %s: %s %s on land, from %s rows (%s, placed by %s)\n",
			l.Name, weight(l.Total), l.Unit, group(float64(sum.Rows), 0), what, sum.By)
		if sum.Blank > 0 {
			p.note("%s rows have no weight, or withhold it", group(float64(sum.Blank), 0))
		}
		if sum.Unplaced > 0 {
			p.note("%s are in no place known here and were left out; the first: %v", weight(sum.Unplaced), sum.Unknown)
		}
		if l.Unspread > 0 {
			p.note("%s are of communes without boundary, or of squares off the land: they are in no figure", weight(l.Unspread))
		}
		return nil
	})
}

type layerListVerb struct {
	JSON bool `name:"json" help:"Print one JSON document."`
}

func (v layerListVerb) Run(p *program) error {
	return p.with(func(ctx context.Context, in *instance) error {
		a, err := in.read(ctx)
		if err != nil {
			return err
		}
		items := []gen.Layer{}
		t := newTable("layer", ">total", "unit", "source", "vintage", "licence")
		for _, l := range a.Now().Layers() {
			items = append(items, api.LayerDocument(l))
			t.add(l.Name, weight(l.Total), l.Unit, l.Source, l.Vintage, l.Licence)
		}
		if v.JSON {
			return p.printJSON(map[string]any{"items": items})
		}
		return t.print(p.stdout, 0)
	})
}

type layerRemoveVerb struct {
	Name string `arg:"" help:"The layer."`
}

func (v layerRemoveVerb) Run(p *program) error {
	return p.with(func(ctx context.Context, in *instance) error {
		if err := territory.RemoveLayer(ctx, in.store, p.viewer(), v.Name); err != nil {
			return err
		}
		fmt.Fprintf(p.stdout, "Removed the layer %s\n", v.Name)
		return nil
	})
}

package main

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"maillage/inventory"
	"maillage/inventory/postgres"
	"maillage/inventory/territory"
)

type territoryUnitsVerb struct {
	Add    unitsAddVerb    `cmd:"" help:"Load a kind of unit from a file, or load it again."`
	List   unitsListVerb   `cmd:"" help:"List the kinds that were loaded."`
	Remove unitsRemoveVerb `cmd:"" help:"Remove a kind that was loaded."`
}

// sourceFlags say where something that is loaded comes from.
type sourceFlags struct {
	Source  string `placeholder:"TEXT" help:"Who publishes it, shown where its figures are; the file's name by default."`
	Vintage string `placeholder:"TEXT" help:"The year or day that it is of."`
	Licence string `placeholder:"TEXT" help:"Under which it may be used."`
	JSON    bool   `name:"json" help:"Print one JSON document."`
}

func (f sourceFlags) source() inventory.Source {
	return inventory.Source{Source: f.Source, Vintage: f.Vintage, Licence: f.Licence}
}

type unitsAddVerb struct {
	Kind string `arg:"" help:"What it is called in unit= and KIND:code, such as nro."`
	File string `arg:"" type:"existingfile" help:"GeoJSON, a zipped Shapefile, GeoPackage or KML of polygons."`
	Code string `placeholder:"PROPERTY" help:"Holds the units' codes; found by its usual names by default."`
	Name string `placeholder:"PROPERTY" help:"Holds their names."`
	sourceFlags
}

// loadedKind is a kind of unit as --json prints it.
type loadedKind struct {
	Kind     string   `json:"kind"`
	Units    int      `json:"units"`
	Source   string   `json:"source"`
	Vintage  string   `json:"vintage"`
	Licence  string   `json:"licence"`
	Checksum string   `json:"checksum"`
	Code     string   `json:"code,omitempty"` // the properties that were read
	Name     string   `json:"name,omitempty"`
	Notes    []string `json:"notes,omitempty"`
}

func loadedKindOf(k inventory.UnitKind) loadedKind {
	return loadedKind{Kind: k.Kind, Units: k.Units, Source: k.Source.Source, Vintage: k.Vintage, Licence: k.Licence, Checksum: k.Checksum}
}

func (v unitsAddVerb) Run(p *program) error {
	return p.with(func(ctx context.Context, in *instance) error {
		bar := newProgress(p.stderr)
		sum, err := territory.AddKind(ctx, in.store, territory.KindFile{UnitKind: inventory.UnitKind{Kind: v.Kind, Source: v.source()},
			File: v.File, Code: v.Code, Name: v.Name, Who: p.viewer()}, bar.report)
		bar.close()
		if err != nil {
			return err
		}
		if v.JSON {
			d := loadedKindOf(sum.UnitKind)
			d.Code, d.Name, d.Notes = sum.CodeFrom, sum.NameFrom, sum.Notes()
			return p.printJSON(d)
		}
		fmt.Fprintf(p.stdout, "Loaded %s units of the kind %s (codes from %s)\n", group(float64(sum.Units), 0), sum.Kind, sum.CodeFrom)
		for _, n := range sum.Notes() {
			p.note("%s", n)
		}
		return nil
	})
}

type unitsListVerb struct {
	JSON bool `name:"json" help:"Print one JSON document."`
}

func (v unitsListVerb) Run(p *program) error {
	return p.with(func(ctx context.Context, in *instance) error {
		var kinds []inventory.UnitKind
		err := in.store.Read(ctx, p.viewer(), func(tx pgx.Tx) (err error) {
			kinds, err = postgres.Kinds(ctx, tx)
			return err
		})
		if err != nil {
			return err
		}
		if v.JSON {
			items := []loadedKind{}
			for _, k := range kinds {
				items = append(items, loadedKindOf(k))
			}
			return p.printJSON(map[string]any{"items": items})
		}
		t := newTable("kind", ">units", "source", "vintage", "licence")
		for _, k := range kinds {
			t.add(k.Kind, group(float64(k.Units), 0), k.Source.Source, k.Vintage, k.Licence)
		}
		return t.print(p.stdout, 0)
	})
}

type unitsRemoveVerb struct {
	Kind string `arg:"" help:"The kind."`
}

func (v unitsRemoveVerb) Run(p *program) error {
	return p.with(func(ctx context.Context, in *instance) error {
		if err := territory.RemoveKind(ctx, in.store, p.viewer(), v.Kind); err != nil {
			return err
		}
		fmt.Fprintf(p.stdout, "Removed the kind %s\n", v.Kind)
		return nil
	})
}

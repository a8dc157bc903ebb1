package main

import (
	"context"
	"fmt"
	"os"

	"maillage/api"
	"maillage/inventory/postgres"
	"maillage/inventory/territory"
)

type territoryVerb struct {
	Load  territoryLoadVerb  `cmd:"" help:"Load a territory in place of the one in force."`
	Units territoryUnitsVerb `cmd:"" help:"Kinds of unit beside communes, EPCI, départements and régions: NRO areas, PM areas …"`
	Layer territoryLayerVerb `cmd:"" help:"Layers of weights beside the population of communes: households, establishments …"`
}

// territoryLoadVerb loads a source of the operator's choice, else those of
// territory.Ensure in their order.
type territoryLoadVerb struct {
	Source string `arg:"" optional:"" help:"A file, a folder or an address of GeoJSON communes, or builtin for the approximation that needs none; by default MAILLAGE_TERRITORY, else the State's own files."`
	JSON   bool   `name:"json" help:"Print the territory as one JSON document."`
}

func (v territoryLoadVerb) Run(p *program) error {
	return p.with(func(ctx context.Context, in *instance) error {
		o := p.territoryOptions()
		o.Reload, o.Who = true, p.viewer()
		switch {
		case v.Source != "":
			o.Source = v.Source
		case o.Source == "":
			o.Source = territory.EtalabURL
		}
		bar := newProgress(p.stderr)
		_, err := territory.Ensure(ctx, in.store, o, bar.report)
		bar.close()
		if err != nil {
			return err
		}
		t, _, err := postgres.TerritoryInForce(ctx, in.store.Pool)
		if err != nil {
			return err
		}
		g, err := territory.Read(ctx, in.store.Pool)
		if err != nil {
			return err
		}
		d := api.TerritoryDocument(t, g)
		if v.JSON {
			return p.printJSON(d)
		}
		fmt.Fprintf(p.stdout, "Loaded %s\n", d.Source)
		for _, k := range d.Kinds {
			fmt.Fprintf(p.stdout, "  %-12s %7s\n", k.Kind, group(float64(k.Count), 0))
		}
		for _, u := range d.Missing {
			fmt.Fprintf(p.stdout, "  no boundary: %s %s\n", u.Code, u.Name)
		}
		if more := d.MissingCount - len(d.Missing); more > 0 {
			fmt.Fprintf(p.stdout, "  no boundary: %s communes more\n", group(float64(more), 0))
		}
		return nil
	})
}

// territoryOptions say where territories come from unless a verb says otherwise.
func (p *program) territoryOptions() territory.Options {
	return territory.Options{
		Source: os.Getenv("MAILLAGE_TERRITORY"), DataDir: p.Data,
		Said: func(note string) { p.note("%s", note) },
	}
}

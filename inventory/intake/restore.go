package intake

import (
	"bytes"
	"context"
	"encoding/csv"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb/encoding/wkt"

	"maillage/inventory"
	"maillage/inventory/postgres"
)

// Restore makes a list of what a member had at the end of a day (of France's
// metropolitan time) and checks it with scope replace, as an import to look at
// and commit like any other. What was added since would be removed. Errors:
// Invalid for a day to come or unknown words; NotFound for the member; Conflict
// nothing_then when the member had nothing; Forbidden.
func (d *Desk) Restore(ctx context.Context, v inventory.Viewer, member, kind string, on inventory.Date) (inventory.Import, error) {
	up := Upload{Member: member, Kind: kind, Scope: ScopeReplace, FileName: kind + "-" + on.String() + ".csv"}
	if err := up.valid(v); err != nil {
		return inventory.Import{}, err
	}
	err := d.Store.Read(ctx, v, func(tx pgx.Tx) error {
		if _, err := postgres.Member(ctx, tx, member); err != nil {
			return err
		}
		var err error
		if kind == inventory.KindPops {
			var then []inventory.Pop
			if then, err = postgres.PopsOn(ctx, tx, member, on); err == nil && len(then) > 0 {
				up.Content, err = popsFile(then)
			}
		} else {
			var then []inventory.Zone
			if then, err = postgres.ZonesOn(ctx, tx, member, on); err == nil && len(then) > 0 {
				up.Content, err = zonesFile(then)
			}
		}
		return err
	})
	if err != nil {
		return inventory.Import{}, err
	}
	if up.Content == nil {
		return inventory.Import{}, nothingThen.is().at("", on.String()).domain(inventory.Conflict, d.Lang)
	}
	return d.Check(ctx, v, up)
}

// popsFile writes PoPs as a list under the fields' own names.
func popsFile(pops []inventory.Pop) ([]byte, error) {
	return listFile([]string{"code", "name", "kind", "longitude", "latitude", "position_source", "address", "postcode", "city", "status",
		"technologies", "capacity_gbps", "facility", "audience", "opened_on", "closed_on"}, len(pops), func(n int) []string {
		p := &pops[n]
		return []string{p.Code, p.Name, string(p.Kind), degreeText(p.Position[0]), degreeText(p.Position[1]), string(p.PositionSource),
			p.Address, p.Postcode, p.City, string(p.Status), strings.Join(texts(p.Technologies), " "), measureText(p.CapacityGbps),
			p.Facility, string(p.Audience), p.OpenedOn.String(), p.ClosedOn.String()}
	})
}

// zonesFile writes zones as a list under the fields' own names.
func zonesFile(zones []inventory.Zone) ([]byte, error) {
	return listFile([]string{"code", "name", "technologies", "supplier", "handoff", "communes", "epci", "departements", "units", "radius_km", "wkt",
		"status", "available_on", "capacity_gbps", "setup_eur", "monthly_eur", "price_audience", "audience"}, len(zones), func(n int) []string {
		z := &zones[n]
		extent := map[inventory.ExtentKind]string{z.Extent.Kind: strings.Join(z.Extent.Codes, " ")}
		radius, shape := "", ""
		switch z.Extent.Kind {
		case inventory.ExtentRadius:
			radius = measureText(&z.Extent.RadiusKM)
		case inventory.ExtentGeometry:
			shape = wkt.MarshalString(z.Geometry)
		}
		return []string{z.Code, z.Name, strings.Join(texts(z.Technologies), " "), z.Supplier, z.Handoff,
			extent[inventory.ExtentCommunes], extent[inventory.ExtentEPCI], extent[inventory.ExtentDepartements], extent[inventory.ExtentUnits],
			radius, shape, string(z.Status), z.AvailableOn.String(), measureText(z.CapacityGbps), measureText(z.SetupEUR), measureText(z.MonthlyEUR),
			string(z.PriceAudience), string(z.Audience)}
	})
}

func listFile(columns []string, rows int, row func(n int) []string) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.Write(columns); err != nil {
		return nil, err
	}
	for n := range rows {
		cells := row(n)
		for i := range cells {
			cells[i] = Harmless(cells[i])
		}
		if err := w.Write(cells); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

func measureText(v *float64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatFloat(*v, 'f', -1, 64)
}

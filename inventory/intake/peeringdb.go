package intake

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"maillage/inventory"
)

// pdbRecord is a row of PeeringDB's API, of fac, netfac or net, in the members
// used here (https://www.peeringdb.com/apidocs/).
type pdbRecord struct {
	ID        int         `json:"id"`
	Name      string      `json:"name"`
	Address   string      `json:"address1"`
	Zipcode   string      `json:"zipcode"`
	City      string      `json:"city"`
	Country   string      `json:"country"`
	Latitude  *float64    `json:"latitude"`
	Longitude *float64    `json:"longitude"`
	FacID     *int        `json:"fac_id"`
	ASN       int         `json:"local_asn"`
	Status    string      `json:"status"`
	OrgID     *int        `json:"org_id"`
	NetCount  *int        `json:"net_count"`
	Facs      []pdbRecord `json:"netfac_set"`
}

// isPeeringDB tells whether a list of objects is PeeringDB's by its first.
func isPeeringDB(text []byte) bool {
	records, _, bad := jsonRecords(text)
	if bad != nil || len(records) == 0 {
		return false
	}
	var first pdbRecord
	return json.Unmarshal(records[0], &first) == nil && first.ID != 0 &&
		(first.FacID != nil && first.ASN != 0 || first.OrgID != nil && first.NetCount != nil || first.Facs != nil)
}

// inFrance are the country codes of PeeringDB that are France here.
var inFrance = map[string]bool{"": true, "FR": true, "GP": true, "MQ": true, "GF": true, "RE": true, "YT": true}

// readPeeringDB reads facilities (fac), or those a network is in (netfac, or net
// with its netfac_set), as PoPs. Where both stand in one document, the network's
// are placed by the facilities' own coordinates. Facilities abroad are left out,
// and counted.
func readPeeringDB(text []byte, kind string) (*Table, *fault) {
	if kind != inventory.KindPops {
		return nil, peeringDBIsPops.is()
	}
	facs, nets, bad := pdbRecords(text)
	if bad != nil {
		return nil, bad
	}
	t := &Table{Columns: []string{"code", "name", "kind", "facility", "address", "postcode", "city", "latitude", "longitude"}}
	byID := make(map[int]*pdbRecord, len(facs))
	for i := range facs {
		byID[facs[i].ID] = &facs[i]
	}
	list := facs
	if len(nets) > 0 {
		list = nets
	}
	asns := map[int]bool{}
	for _, r := range nets {
		asns[r.ASN] = true
	}
	abroad := 0
	for i, r := range list {
		if r.Status == "deleted" {
			continue
		}
		if !inFrance[strings.ToUpper(r.Country)] {
			abroad++
			continue
		}
		id := r.ID
		if r.FacID != nil {
			id = *r.FacID
			if f := byID[id]; f != nil {
				r.Address, r.Zipcode, r.City, r.Latitude, r.Longitude = f.Address, f.Zipcode, f.City, f.Latitude, f.Longitude
			}
		}
		code := fmt.Sprintf("pdb-%d", id)
		if len(asns) > 1 { // a file of several networks
			code = fmt.Sprintf("as%d-pdb-%d", r.ASN, id)
		}
		cells := []string{code, r.Name, "dataCentre", strconv.Itoa(id), r.Address, frenchPostcode(r.Zipcode), r.City, degreesCell(r.Latitude), degreesCell(r.Longitude)}
		for j := range cells {
			cells[j] = nulls.Replace(cells[j])
		}
		t.Rows = append(t.Rows, Row{Line: i + 2, Cells: cells})
	}
	if abroad > 0 {
		t.notes = append(t.notes, facilitiesAbroad.is("count", abroad))
	}
	return t, nil
}

var fiveDigits = regexp.MustCompile(`\b[0-9]{5}\b`)

// frenchPostcode is the postcode in what a facility's keepers wrote: "93200
// Saint-Denis" at times; "" where none is in it.
func frenchPostcode(s string) string {
	return fiveDigits.FindString(s)
}

func degreesCell(v *float64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatFloat(*v, 'f', -1, 64)
}

// pdbRecords are the facilities and the networks' presences of a document.
func pdbRecords(text []byte) (facs, nets []pdbRecord, bad *fault) {
	var both struct {
		Fac    []pdbRecord `json:"fac"`
		Netfac []pdbRecord `json:"netfac"`
	}
	if list, _ := jsonHead(text); !list {
		if err := json.Unmarshal(text, &both); err != nil {
			return nil, nil, jsonFault(text, err)
		}
		return both.Fac, both.Netfac, nil
	}
	records, _, bad := jsonRecords(text)
	if bad != nil {
		return nil, nil, bad
	}
	for _, raw := range records {
		var r pdbRecord
		if err := json.Unmarshal(raw, &r); err != nil {
			return nil, nil, jsonFault(text, err)
		}
		switch {
		case r.Facs != nil:
			nets = append(nets, r.Facs...)
		case r.FacID != nil:
			nets = append(nets, r)
		default:
			facs = append(facs, r)
		}
	}
	if len(facs)+len(nets) > MaxRows {
		return nil, nil, tooManyRows.is("limit", MaxRows)
	}
	return facs, nets, nil
}

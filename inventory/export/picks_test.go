package export

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"maillage/inventory/intake"
)

// A candidate's name is whoever's wrote the list: it runs in no spreadsheet.
func TestPicksDoNotRun(t *testing.T) {
	t.Parallel()
	cost := 1.5
	list := Picks([]PlanPick{{Code: "a", Name: "=1+1", Lon: 2, Lat: 47, Gain: 3, Cumulated: 3, CostEUR: &cost, SpentEUR: 1.5, KM2: 4}})
	var csv, xlsx bytes.Buffer
	if err := list.Write(&csv, CSV, intake.French); err != nil {
		t.Fatal(err)
	}
	if text := csv.String(); strings.Contains(text, ";=1+1") || !strings.Contains(text, ";1,5;") {
		t.Errorf("CSV: %s", text)
	}
	if err := list.Write(&xlsx, XLSX, intake.French); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&xlsx)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	formula, err := f.GetCellFormula("picks", "C2")
	value, errValue := f.GetCellValue("picks", "C2")
	if err != nil || errValue != nil || formula != "" || strings.HasPrefix(value, "=") {
		t.Errorf("XLSX: formula %q, value %q, %v, %v", formula, value, err, errValue)
	}
}

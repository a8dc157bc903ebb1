package intake

import (
	"cmp"
	"slices"

	"maillage/inventory"
)

// How much of a problem an import lists; all is counted.
const (
	problemRows   = 100
	problemValues = 50
)

// choices are the words that would do for a fault of a vocabulary.
var choices = map[*phrase][]string{
	badStatus: texts(inventory.Statuses), badAudience: texts(inventory.Audiences),
	badTechnology: texts(inventory.Technologies), noTechnology: texts(inventory.Technologies), unknownKind: texts(inventory.PopKinds),
}

// onTheMap are the faults that a place on the map mends.
var onTheMap = []*phrase{noPosition, halfPosition, badCoordinate, outOfRange, zeroPosition, outsideFrance, doubtfulCRS, unknownPlace,
	severalPlaces, unlocatedCommune, approximatePosition, offLand, communeDiffers, doubtfulAddress, lostAddress, unknownCommune}

func texts[T ~string](words []T) []string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = string(w)
	}
	return all
}

// repairKind tells how a fault of a list of a kind is mended.
func (f *fault) repairKind(kind string) inventory.RepairKind {
	pops := kind == inventory.KindPops
	switch {
	case f.move != nil || f.flip || f.epsg != 0:
		return inventory.RepairMove
	case f.repair != "" && f.phrase != swappedPosition && f.field != "":
		return inventory.RepairReplace
	case choices[f.phrase] != nil:
		return inventory.RepairChoose
	case pops && slices.Contains(onTheMap, f.phrase):
		return inventory.RepairPlace
	}
	return inventory.RepairEdit
}

type problemKey struct{ severity, code, column string }

// problems puts the faults of all records together by kind: errors first, then
// the most frequent.
func (ex *examination) problems(lang Lang) []inventory.Problem {
	found := map[problemKey]*inventory.Problem{}
	values := map[problemKey]map[string]*inventory.ProblemValue{}
	var order []problemKey
	add := func(severity string, line int, f *fault) {
		key := problemKey{severity, f.code, f.column}
		p := found[key]
		if p == nil {
			p = &inventory.Problem{Code: f.code, Severity: severity, Column: f.column, Message: f.in(lang),
				Repair: f.repairKind(ex.kind), Choices: choices[f.phrase], Rows: []int{}, Values: []inventory.ProblemValue{}}
			found[key], values[key] = p, map[string]*inventory.ProblemValue{}
			order = append(order, key)
		}
		p.Count++
		if n := len(p.Rows); n < problemRows && (n == 0 || p.Rows[n-1] != line) {
			p.Rows = append(p.Rows, line)
		}
		value := short(f.value, 200)
		if v := values[key][value]; v != nil {
			v.Count++
		} else if len(values[key]) < 10*problemValues {
			values[key][value] = &inventory.ProblemValue{Value: value, Count: 1, Repair: f.repair}
		}
	}
	for i := range ex.results {
		r := &ex.results[i]
		for _, f := range r.errs {
			add(inventory.SeverityError, r.row.Line, f)
		}
		for _, f := range r.warns {
			add(inventory.SeverityWarning, r.row.Line, f)
		}
	}
	all := make([]inventory.Problem, 0, len(order))
	for _, key := range order {
		p := found[key]
		for _, v := range values[key] {
			p.Values = append(p.Values, *v)
		}
		slices.SortFunc(p.Values, func(a, b inventory.ProblemValue) int {
			return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
		})
		p.Values = p.Values[:min(len(p.Values), problemValues)]
		all = append(all, *p)
	}
	slices.SortStableFunc(all, func(a, b inventory.Problem) int {
		return cmp.Or(cmp.Compare(a.Severity, b.Severity), cmp.Compare(b.Count, a.Count))
	})
	return all
}

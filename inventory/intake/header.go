package intake

import "strings"

// headerWithin is how many of the first records may be titles before the one
// that names the columns.
const headerWithin = 20

// headerOf tells which of the first records of a list names its columns: the
// one with the most names that are known, if the first has fewer. Titles, dates
// and logos often stand above it.
func headerOf(records [][]string) int {
	best, most := 0, 0
	for i, cells := range records[:min(len(records), headerWithin)] {
		n := 0
		for _, c := range cells {
			if len(c) <= 80 && knownName(c) {
				n++
			}
		}
		// A line of data may hold one such word, and the first line may be a header
		// with names that need a mapping: two words more are needed to pass it over.
		if n > most && (i == 0 || n >= most+2 || most == 0 && filled(records[0]) == 1) {
			best, most = i, n
		}
	}
	return best
}

// filled counts the cells of a record that hold something.
func filled(cells []string) int {
	n := 0
	for _, c := range cells {
		if strings.TrimFunc(c, isSpace) != "" {
			n++
		}
	}
	return n
}

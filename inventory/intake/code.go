package intake

import (
	"fmt"
	"strings"

	"maillage/inventory"
)

// giveCodes gives every record its code: its own, else one made from its name
// and numbered where names repeat, else one made from what place tells. The
// same list gets the same codes again, whatever the member has already.
func giveCodes(own, names []string, place func(i int) string) []string {
	out := make([]string, len(own))
	taken := make(map[string]bool, len(own))
	wanted := map[string]int{} // made codes, before numbering
	for i, code := range own {
		switch {
		case code != "":
			out[i] = code
			taken[code] = true
		default:
			made := slug(names[i])
			if made == "" {
				made = place(i)
			}
			out[i] = shortCode(made)
			wanted[out[i]]++
		}
	}
	given := make(map[string]bool, len(wanted))
	next := make(map[string]int, len(wanted))
	for i, code := range own {
		if code != "" || out[i] == "" {
			continue
		}
		made := out[i]
		if !taken[made] && !given[made] {
			given[made] = true
			continue
		}
		for n := max(next[made], 2); ; n++ {
			numbered := fmt.Sprintf("%s-%d", made, n)
			if !taken[numbered] && wanted[numbered] == 0 {
				out[i], taken[numbered], next[made] = numbered, true, n+1
				break
			}
		}
	}
	return out
}

// shortCode leaves room for a number behind.
func shortCode(s string) string {
	const room = 8
	if len(s) > inventory.MaxCode-room {
		s = strings.TrimRight(s[:inventory.MaxCode-room], "-")
	}
	return strings.ToValidUTF8(s, "")
}

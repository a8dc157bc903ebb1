package inventory

import "regexp"

// MemberColors are the colours given to members that choose none, in the order
// in which they are given: told apart on light and dark ground, none of them one
// of the four that the answers wear (blue, amber, red and grey).
var MemberColors = []string{
	"#1b9e77", "#7570b3", "#e7298a", "#66a61e", "#a6761d", "#17becf",
	"#8c564b", "#bc5090", "#2f7f5f", "#9467bd", "#6b8e23", "#c05780",
}

var colorForm = regexp.MustCompile(`^#[0-9a-f]{6}$`)

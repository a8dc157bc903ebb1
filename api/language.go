package api

import (
	"strconv"
	"strings"
)

// preferredLanguage picks "fr" or "en" from an Accept-Language header (RFC 9110
// 12.5.4); French when the header prefers neither.
func preferredLanguage(header string) string {
	best, weight := "fr", 0.0
	for _, part := range strings.Split(header, ",") {
		tag, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		q := 1.0
		if v, ok := strings.CutPrefix(strings.TrimSpace(params), "q="); ok {
			var err error
			if q, err = strconv.ParseFloat(v, 64); err != nil {
				continue
			}
		}
		primary, _, _ := strings.Cut(strings.ToLower(tag), "-")
		if (primary == "fr" || primary == "en") && q > weight {
			best, weight = primary, q
		}
	}
	return best
}

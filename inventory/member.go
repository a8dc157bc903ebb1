package inventory

import (
	"regexp"
	"strconv"
	"strings"
)

// MemberStatus is where an operator stands in the cooperative.
type MemberStatus string

// The statuses of a member.
const (
	MemberCandidate MemberStatus = "candidate"
	MemberActive    MemberStatus = "active"
	MemberLeft      MemberStatus = "left"
)

// MemberStatuses lists them in the order of a member's life.
var MemberStatuses = []MemberStatus{MemberCandidate, MemberActive, MemberLeft}

// Member is an operator of the cooperative.
type Member struct {
	Slug     string       `json:"slug"` // its name in addresses and files: a-z, 0-9, hyphens
	Name     string       `json:"name"`
	ASN      []int64      `json:"asn"`             // autonomous system numbers, RFC 6793
	SIREN    string       `json:"siren,omitempty"` // nine digits, INSEE's register of companies
	Website  string       `json:"website,omitempty"`
	JoinedOn Date         `json:"joined_on,omitzero"`
	Status   MemberStatus `json:"status"`
	Color    string       `json:"color"` // "#rrggbb": tells it apart in lists, never alone
}

var slugForm = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$`)

// websiteForm keeps out addresses that a browser would run (javascript:).
var websiteForm = regexp.MustCompile(`^https?://[^/\s]`)

// ValidSlug tells whether s can name a member: 1 to 40 of a-z, 0-9 and inner
// hyphens.
func ValidSlug(s string) bool { return slugForm.MatchString(s) }

// Validate returns every fault of m.
func (m Member) Validate() error {
	var f fields
	if !ValidSlug(m.Slug) {
		f.add("slug", m.Slug, "bad_slug", "use 1 to 40 of a-z, 0-9 and hyphens, such as “reseau-du-sud”")
	}
	f.text("name", m.Name, 1, MaxName)
	for _, n := range m.ASN {
		if n < 1 || n > 4294967295 {
			f.add("asn", strconv.FormatInt(n, 10), "bad_asn", "an AS number is between 1 and 4294967295")
		}
	}
	if m.SIREN != "" && !validSIREN(m.SIREN) {
		f.add("siren", m.SIREN, "bad_siren", "a SIREN has nine digits and a check digit that fits; look it up at annuaire-entreprises.data.gouv.fr")
	}
	f.text("website", m.Website, 0, MaxText)
	if m.Website != "" && !websiteForm.MatchString(m.Website) {
		f.add("website", m.Website, "bad_website", "begins with http:// or https://")
	}
	oneOf(&f, "status", m.Status, MemberStatuses)
	if m.Color != "" && !colorForm.MatchString(m.Color) {
		f.add("color", m.Color, "bad_color", "is written #rrggbb, lower case; leave it out to be given one")
	}
	return InvalidFields("member", f)
}

// validSIREN checks the Luhn digit, as INSEE defines it for SIREN numbers.
func validSIREN(s string) bool {
	s = strings.ReplaceAll(s, " ", "")
	if len(s) != 9 {
		return false
	}
	sum := 0
	for i, r := range s {
		if r < '0' || r > '9' {
			return false
		}
		d := int(r - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

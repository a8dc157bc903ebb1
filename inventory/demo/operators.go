package demo

import (
	"time"

	"maillage/inventory"
)

// operator is what an invented operator is like: where it is at home, how far it
// has come, what it collects.
type operator struct {
	member inventory.Member
	home   []string // départements
	towns  int      // PoPs in the larger towns of its home
	small  int      // PoPs in places taken at random among the smaller ones
	away   []string // communes outside its home where it has a PoP for business lines
	zones  int      // zones a PoP at home, on average, times ten
	wide   []string // départements it collects as a whole, on a public network
	offers []offer  // what it collects, the most common first
	radius [2]int   // of its circles, km
}

// offer is a kind of line an operator collects.
type offer struct {
	technologies []inventory.Technology
	weight       int // how often
	setup        int // €, once
	monthly      int // €, a month
	gbps         []float64
	local        bool // in the town alone, not around it
}

var (
	ftth     = offer{technologies: []inventory.Technology{"ftth"}, weight: 5, setup: 60, monthly: 16, gbps: []float64{10, 40, 100}}
	copper   = offer{technologies: []inventory.Technology{"dsl"}, weight: 3, setup: 55, monthly: 14, gbps: []float64{1, 10}}
	business = offer{technologies: []inventory.Technology{"ftto", "ftte"}, weight: 3, setup: 600, monthly: 190, gbps: []float64{10, 100}, local: true}
	both     = offer{technologies: []inventory.Technology{"ftth", "ftte"}, weight: 3, setup: 120, monthly: 48, gbps: []float64{10, 100}}
	cable    = offer{technologies: []inventory.Technology{"coax"}, weight: 1, setup: 80, monthly: 22, gbps: []float64{10}, local: true}
	radio    = offer{technologies: []inventory.Technology{"radio"}, weight: 2, setup: 150, monthly: 29, gbps: []float64{1, 10}}
)

func joined(year int, month time.Month, day int) inventory.Date {
	return inventory.Date{Year: year, Month: month, Day: day}
}

// operators are the twelve. Their AS numbers are of the range for documentation
// (RFC 5398), their sites of a domain that cannot be (RFC 2606).
func operators() []operator {
	list := []operator{
		{member: inventory.Member{Slug: "armen-liaisons", Name: "Armen Liaisons", JoinedOn: joined(2019, time.March, 12)},
			home: []string{"22", "29", "35", "56", "44"}, towns: 16, small: 14, away: []string{"75056"}, zones: 17, wide: []string{"22"},
			offers: []offer{ftth, both, business, radio}, radius: [2]int{8, 22}},
		{member: inventory.Member{Slug: "cretes-rhenanes", Name: "Crêtes Rhénanes", JoinedOn: joined(2019, time.June, 3)},
			home: []string{"67", "68", "90", "88"}, towns: 11, small: 6, away: []string{"69123"}, zones: 18, wide: []string{"68"},
			offers: []offer{ftth, business, cable}, radius: [2]int{7, 16}},
		{member: inventory.Member{Slug: "palombe-telecom", Name: "Palombe Télécom", JoinedOn: joined(2020, time.January, 20)},
			home: []string{"33", "40", "64", "47", "32", "65", "31", "82"}, towns: 18, small: 12, away: []string{"34172", "44109"}, zones: 16, wide: []string{"32"},
			offers: []offer{copper, ftth, business, radio}, radius: [2]int{10, 28}},
		{member: inventory.Member{Slug: "filao-lignes", Name: "Filao Lignes", JoinedOn: joined(2021, time.September, 1)},
			home: []string{"971", "972"}, towns: 9, small: 4, away: []string{"75056"}, zones: 16, wide: []string{"972"},
			offers: []offer{ftth, copper, business}, radius: [2]int{5, 14}},
		{member: inventory.Member{Slug: "vetiver-reseaux", Name: "Vétiver Réseaux", JoinedOn: joined(2021, time.November, 15)},
			home: []string{"974"}, towns: 8, small: 2, away: []string{"13055"}, zones: 17,
			offers: []offer{ftth, both, business}, radius: [2]int{5, 12}},
		{member: inventory.Member{Slug: "ylang-wassai", Name: "Ylang & Wassaï", JoinedOn: joined(2023, time.April, 11)},
			home: []string{"973", "976"}, towns: 7, small: 2, away: []string{"13055"}, zones: 14,
			offers: []offer{copper, radio, ftth}, radius: [2]int{8, 25}},
		{member: inventory.Member{Slug: "meridien-douze", Name: "Méridien Douze", JoinedOn: joined(2018, time.October, 8)},
			towns: 48, small: 4, zones: 13, wide: []string{"60", "77", "87", "21"},
			offers: []offer{business, both, copper, ftth}, radius: [2]int{9, 20}},
		{member: inventory.Member{Slug: "trame-neutre", Name: "Trame Neutre", JoinedOn: joined(2018, time.October, 8)},
			towns: 34, small: 16, zones: 14, wide: []string{"53", "61", "52"},
			offers: []offer{ftth, both, business, radio}, radius: [2]int{10, 25}},
		{member: inventory.Member{Slug: "gentiane-reseaux", Name: "Gentiane Réseaux", JoinedOn: joined(2020, time.May, 26)},
			home: []string{"38", "73", "74", "01", "69", "26", "05"}, towns: 17, small: 14, away: []string{"75056"}, zones: 17, wide: []string{"05"},
			offers: []offer{ftth, both, radio, business}, radius: [2]int{6, 18}},
		{member: inventory.Member{Slug: "beffroi-liaisons", Name: "Beffroi Liaisons", JoinedOn: joined(2022, time.February, 2)},
			home: []string{"59", "62", "80", "02"}, towns: 16, small: 8, away: []string{"75056"}, zones: 17, wide: []string{"80"},
			offers: []offer{ftth, business, cable, copper}, radius: [2]int{7, 16}},
		{member: inventory.Member{Slug: "tuffeau-telecom", Name: "Tuffeau Télécom", JoinedOn: joined(2024, time.January, 9)},
			home: []string{"37", "41", "45", "49", "18", "36", "86"}, towns: 12, small: 10, away: []string{"44109", "33063"}, zones: 15, wide: []string{"41"},
			offers: []offer{copper, ftth, both, radio}, radius: [2]int{9, 24}},
		{member: inventory.Member{Slug: "lanterne-fibre", Name: "Lanterne Fibre", Status: inventory.MemberCandidate},
			home: []string{"13", "83", "84", "04", "06"}, towns: 11, small: 6, zones: 16,
			offers: []offer{ftth, business, both}, radius: [2]int{7, 18}},
	}
	for i := range list {
		m := &list[i].member
		if m.Status == "" {
			m.Status = inventory.MemberActive
		}
		m.ASN = []int64{64496 + int64(i)}
		m.Website = "https://" + m.Slug + ".example"
		m.Color = inventory.MemberColors[i%len(inventory.MemberColors)]
	}
	return list
}

// Package inventory is the domain in plain Go: what a member, a PoP, a
// collection zone, an audience and a viewer are, and what makes each valid.
//
// One noun a file. It knows neither SQL nor HTTP: its sub-rooms keep the nouns
// in PostgreSQL (postgres), in memory (atlas), read them from files (intake)
// and tell them where France is (territory). Pure geometry lives in geo.
package inventory

// Package atlas holds the live picture of the inventory in memory and answers
// from it: coverage, overlaps, gaps, openings, and their tiles.
//
// A Picture never changes: when the database does, the Atlas reads what differs
// and swaps in another. Every read of a picture takes the viewer it is for, and
// passes one table of who sees what (visible.go). All figures count the land of
// the territory alone, all sets are cut to it when they are read.
//
// What belongs here: the picture, its refreshing, and every answer folded from
// it. What does not: SQL (postgres), what units there are (territory), judging
// uploads (intake), and words for people (api, cmd).
package atlas

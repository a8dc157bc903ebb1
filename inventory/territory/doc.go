// Package territory tells where France is: it reads the boundaries of communes
// from the sources there are, makes a whole territory of them (communes, EPCI,
// départements and régions with boundary and set), keeps it in PostgreSQL and
// holds it in memory as a Gazetteer, which finds units by code, name or place
// and draws the land of a zone.
//
// What belongs here: sources, checks, the built-in approximation, the gazetteer.
// What does not: geometry that knows nothing of communes (geo), the SQL of units
// (postgres), members and their lists (intake), analyses (atlas).
package territory

// Package postgres keeps the inventory in PostgreSQL with PostGIS: the place of
// record for members, PoPs, zones, units of the territory, uploads and history.
//
// What belongs here: hand-written SQL, one file a noun; the schema's migration;
// the codecs by which PostGIS geometry and int4multirange become orb values and
// line sets; the words in which the database's errors are told. What does not:
// decisions. Whether an entry is right is inventory's and intake's to say, what
// a viewer gets is atlas's; the constraints of the schema repeat the former so
// that no path around Go leaves anything wrong behind.
//
// Functions take a [DB], so that each runs alone or within a transaction of
// [Store.Read] or [Store.Write]; those that write take the transaction. Their
// errors are of the vocabulary of package inventory. All positions and
// geometries are longitude and latitude, WGS84.
package postgres

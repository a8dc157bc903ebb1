// Package demo invents twelve operators with points of presence and collection
// zones over all of France and overseas, for looking at an instance before there
// are lists to import. Names, prices and networks are made up; towns come from
// the gazetteer.
//
// What belongs here: the invention and its loading into an empty instance. What
// does not: anything a real list needs (intake), fixtures of tests, which make
// their own small worlds.
package demo

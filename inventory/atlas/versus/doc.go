// Package versus is the benchmark of the atlas against plain PostGIS: the same
// seeded inventory, the same questions, the same run. `make bench` runs it.
//
// It is tests alone. One always runs, on a small country: both ways agree. The
// other needs the flag -versus and takes many minutes: it times both, and with
// -write puts the table into docs/benchmarks.md. No time ever fails a test.
//
// What belongs here: the made-up inventory, the SQL that a good author would
// write for the same answers, and the table. What does not: benchmarks of one
// package (theirs), and tests of the answers (atlas).
package versus

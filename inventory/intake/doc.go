// Package intake takes members' lists in: it reads a file, recognises its
// columns, checks every row, compares the result with what the member has,
// commits it whole or by its valid rows, and takes it back.
//
// What belongs here: one reader a format (csv.go, workbook.go, mapfile.go,
// jsonlist.go …), the words under which columns and values usually go, the
// checks that need the territory, the desk at which uploads and single entries are handed in, and
// the sentences in which all of them answer (messages*.go). What does not: SQL
// (postgres), where France is (territory), what an entry is (inventory).
package intake

// Package api serves the inventory and its answers over HTTP, as
// openapi.yaml says, with the vector tiles, the health and metrics addresses
// and the front end beside it.
//
// It is the only room that knows Echo. It translates: requests into calls of
// the inventory, answers into the documents of openapi.yaml, errors into
// problems (RFC 9457). It holds no rule of the domain and no SQL.
//
// One file a tag of openapi.yaml; documents.go turns the domain's answers into
// the contract's documents for the command line too, so that both print the
// very same.
package api

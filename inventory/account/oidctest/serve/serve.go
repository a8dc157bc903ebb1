// Command serve runs the tests' OpenID Connect provider, with a page that asks who
// one is, for tests in a browser. It prints what a client of it is configured with,
// as JSON on one line, and ends when its standard input does: who started it may
// die as it likes. It is no part of the program.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"maillage/inventory/account/oidctest"
)

func main() {
	p, err := oidctest.Start()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer p.Close()
	p.Asks = true
	client := map[string]string{"issuer": p.URL, "id": oidctest.ClientID, "secret": oidctest.ClientSecret}
	if err := json.NewEncoder(os.Stdout).Encode(client); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	_, _ = io.Copy(io.Discard, os.Stdin)
}

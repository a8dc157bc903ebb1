// Command stop ends the cluster for tests that test binaries leave running,
// unless one of them is using it. With -remove its folder goes, too.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"maillage/inventory/postgres/pgtest"
)

func main() {
	remove := flag.Bool("remove", false, "remove the cluster's folder, too")
	flag.Parse()
	if err := pgtest.Stop(context.Background(), *remove); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

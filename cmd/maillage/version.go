package main

import (
	"fmt"
	"runtime/debug"
)

// version is set by the build (-ldflags "-X main.version=…"); else the build's
// own record of its commit stands in.
var version string

type versionVerb struct{}

func (versionVerb) Run(p *program) error {
	_, err := fmt.Fprintln(p.stdout, "maillage", programVersion())
	return err
}

func programVersion() string {
	if version != "" {
		return version
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	revision, changed := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision" && len(s.Value) >= 12:
			revision = s.Value[:12]
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = "+changes"
		}
	}
	if revision == "" {
		return "dev"
	}
	return "dev-" + revision + changed
}

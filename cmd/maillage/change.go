package main

import "crypto/rand"

// changeID is the id under which what a verb changes stands in the history.
func changeID(verb string) string { return "cli:" + verb + ":" + rand.Text()[:12] }

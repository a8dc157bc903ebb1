// Package account lets people and programs in: users and their roles, passwords,
// one-time links, sessions and tokens, and the slowing down of those who guess.
//
// What belongs here: who asks, as an inventory.Viewer. What does not: what that
// viewer may see (package atlas and the policies of the database) and how a
// secret travels (package api).
package account

// Package local runs Maillage's own private PostgreSQL cluster from the
// system's PostgreSQL binaries, for an instance that was given no database.
//
// It knows where the binaries are, under which user the cluster runs, in which
// folder it lives, who starts it and who stops it, and how it comes back after
// a crash. It knows no table: migrations and queries belong to package
// postgres, databases for tests to package pgtest.
//
// What lies in the data folder:
//
//	postgres/             the cluster (PostgreSQL's own "data directory")
//	postgres.at           instead of it: the path of a cluster that had to live elsewhere
//	postgres.start.lock   held while a process starts or stops the cluster
//	postgres.clients.lock held, shared, by each process that uses the cluster
//	postgres.out          what PostgreSQL said while it started
//	serve.lock            held by the one process that serves this data folder
//
// Locks are flock(2), which the kernel drops with the process that held them:
// nothing is left to clean up after kill -9.
package local

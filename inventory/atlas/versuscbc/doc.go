// Package versuscbc is the benchmark of the planner against CBC, the solver of
// mixed integer programs that Debian packages: the same problems, over the real
// communes and the seeded inventory of the atlas's own benchmark. `make bench`
// runs it.
//
// It is tests alone. One always runs where CBC is installed, on a small problem:
// both find the same. The other needs the flag -plans and takes minutes; no time
// ever fails it.
package versuscbc

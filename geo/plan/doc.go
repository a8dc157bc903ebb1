// Package plan chooses among candidate zones: which to open, in which order,
// under a budget, and how far the answer can be from the best possible.
//
// A Problem says what there is to win and what can be chosen. Prepare reads it
// once; Prepared.Solve answers for a budget, as often as one likes (that is
// what a budget slider needs). Every Result carries a certificate: a bound that
// no plan can exceed under the same budget, by Lagrangian relaxation of the
// maximal covering problem (Fisher, "The Lagrangian relaxation method for
// solving integer programming problems", Management Science, 1981; Galvão and
// ReVelle, "A Lagrangean heuristic for the maximal covering location problem",
// EJOR, 1996). Weights are turned into whole numbers once, rounding is counted
// towards the bound, and all that follows is whole numbers: the bound holds in
// the arithmetic of the machine, not on paper alone.
//
// What belongs here: the problem, the solver, its bound, candidates and costs in
// plain geographic terms. What does not: members' rights, technologies, where
// candidates come from (inventory), and how any of it is shown.
package plan

// Package planning answers the bureau's question: where to collect next. It
// gathers candidates (a list, units, gap regions, zones that members plan),
// prices them, states what there is to win for a viewer, has geo/plan choose
// among them, and keeps plans while they are worked on and after.
//
// What belongs here: requests and their limits, candidates, costs, the choice of
// demand and of members, plans under way. What does not: the choosing and its
// proof (geo/plan), reading files (intake), SQL (postgres).
package planning

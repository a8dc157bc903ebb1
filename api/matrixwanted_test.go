package api

import "slices"

// wantedRead is the status that a viewer gets of a route; 0 where it depends on
// the address. 200 stands for what the route says when all is well for it.
func wantedRead(viewer, route string) int {
	switch route {
	case "/livez", "/readyz", "/api/openapi.json", "/api/docs":
		return 200
	case "/oidc/start", "/oidc/callback":
		return 303
	case "/metrics":
		return onlyFor(viewer, viewer == asAdmin)
	}
	if viewer == asExpired {
		return 401
	}
	for _, noun := range wantedOf {
		if slices.Contains(noun.routes, route) {
			return noun.status(viewer, route)
		}
	}
	return 200
}

// onlyFor is the status of what some alone may read.
func onlyFor(viewer string, may bool) int {
	switch {
	case viewer == asVisitor || viewer == asExpired:
		return 401
	case may:
		return 200
	}
	return 403
}

// isOfAlpha tells whether a viewer acts for alpha.
func isOfAlpha(viewer string) bool {
	return viewer == asSalesA || viewer == asKeeperA || viewer == asReadTokenA
}

// wantedOf is, noun by noun, the routes that not everybody reads and who does.
// A route of none of them is everybody's.
var wantedOf = []struct {
	routes []string
	status func(viewer, route string) int
}{
	{[]string{"listUsers", "getUser"}, func(viewer, _ string) int { return onlyFor(viewer, viewer == asAdmin) }},
	{[]string{"listSessions", "listTokens", "getMyData"}, func(viewer, _ string) int { return onlyFor(viewer, false) }}, // all are tokens here
	{[]string{"getDefaultAudience", "getPreview", "listReaders"}, func(viewer, route string) int {
		return onlyFor(viewer, isOfAlpha(viewer) && (viewer != asSalesA || route != "getPreview"))
	}},
	{[]string{"exportPlan", "getLedger", "exportLedger", "listPlans", "getPlan", "getPlanPicks", "previewPlan", "listCandidates"}, wantedOfPlans},
	{[]string{"listProposals", "getProposal", "getProposalPicks"}, func(viewer, route string) int {
		if viewer == asKeeperGamma && route != "listProposals" {
			return 404 // a candidate is not asked
		}
		return onlyFor(viewer, viewer != asAdmin)
	}},
	{[]string{"listHistory", "exportHistory"}, func(viewer, _ string) int { return onlyFor(viewer, true) }},
	{[]string{"getImport", "listImportRows", "getImportReport", "getImportReportBook", "getImportGrid", "getImportChanges"}, wantedOfImports},
	{[]string{"listImports"}, func(string, string) int { return 0 }}, // of two members: see TestMatrixOfReads
	{[]string{"drawPlanCurve", "listReplacements"}, func(viewer, _ string) int {
		switch viewer {
		case asVisitor:
			return 401
		case asAdmin:
			return 403
		}
		return 0 // as the body supposes
	}},
	{[]string{"simulate"}, func(viewer, _ string) int {
		if viewer == asVisitor {
			return 401
		}
		return 0 // as the body asks
	}},
}

func wantedOfPlans(viewer, route string) int {
	if one := route == "getPlan" || route == "getPlanPicks" || route == "exportPlan"; one && viewer != asVisitor && viewer != asAdmin && !isOfAlpha(viewer) {
		return 404 // another's plan: there is no such
	}
	return onlyFor(viewer, viewer != asAdmin)
}

func wantedOfImports(viewer, _ string) int {
	if viewer == asKeeperB || viewer == asKeeperGamma {
		return 404 // another member's contributor: there is no such import
	}
	return onlyFor(viewer, isOfAlpha(viewer))
}

package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"maillage/inventory"
)

// permit says who may use an operation at all. What of the inventory they then
// see is for the database's policies and the picture to say.
type permit int

const (
	anyone    permit = iota + 1 // visitors too: they see the public catalogue
	person                      // a user in a session
	someone                     // a user, in a session or by a token: what takes work and changes nothing
	reader                      // who reads all of one member's own
	keeper                      // who keeps one member's data
	admin                       // who runs the instance
	bureau                      // who runs the cooperative
	planner                     // the bureau, and who acts for a member
	previewer                   // the same, by a token for reading as well: what takes work and changes nothing
)

// permits has every operation of openapi.yaml; one that is not here is refused.
var permits = map[string]permit{
	"getMe": anyone, "signIn": anyone, "signOut": anyone,
	"actAs": person, "setPassword": person, "listSessions": person, "endSession": person,
	"listTokens": person, "addToken": person, "endToken": person,
	"getMyData": person, "eraseMe": person,
	"listUsers": admin, "getUser": admin, "addUser": admin, "changeUser": admin, "removeUser": admin, "addUserLink": admin,

	"getTerritory": anyone, "listLayers": anyone, "searchUnits": anyone, "getUnit": anyone,

	"listMembers": anyone, "getMember": anyone, "addMember": admin, "changeMember": admin,
	"listPops": anyone, "getPop": anyone, "addPop": keeper, "putPop": keeper, "deletePop": keeper,
	"listZones": anyone, "getZone": anyone, "addZone": keeper, "putZone": keeper, "deleteZone": keeper,

	"exportEntries": anyone,

	"listImports": reader, "getImport": reader, "listImportRows": reader, "getImportReport": reader, "getImportReportBook": reader,
	"getImportGrid": reader, "getImportChanges": reader,
	"addImport": keeper, "commitImport": keeper, "undoImport": keeper, "changeImport": keeper, "previewImport": keeper,
	"repairImport": keeper, "cancelImport": keeper, "restoreList": keeper,

	"getDefaultAudience": reader, "setDefaultAudience": keeper, "changeAudience": keeper, "undoAudienceChange": keeper,
	"getPreview": keeper, "listReaders": reader, "listHistory": someone, "exportHistory": someone,

	"getCoverage": anyone, "getOverlaps": anyone, "getGaps": anyone, "getOpenings": anyone, "getEligibility": anyone,
	"exportCoverage": anyone, "exportGaps": anyone, "getContributions": anyone, "getGapRegions": anyone, "getRedundancy": anyone,
	"simulate": someone,

	"listPlans": planner, "getPlan": planner, "getPlanPicks": planner, "previewPlan": previewer, "listCandidates": previewer,
	"drawPlanCurve": previewer, "listReplacements": previewer,
	"addPlan": planner, "renamePlan": planner, "deletePlan": planner, "stopPlan": planner,

	"exportPlan": planner, "getLedger": planner, "exportLedger": planner,
	"listProposals": planner, "getProposal": planner, "getProposalPicks": planner,
	"addProposal": bureau, "withdrawProposal": bureau, "putVoice": keeper,
}

// permitted refuses a caller an operation that is not for them, before anything
// of the request is looked at. What came while the service starts is refused by
// started, after its faults are told.
func (v *validator) permitted(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		route, ok := v.routes[r.Method+" "+c.Path()]
		if o := originOf(r.Context()); ok && !o.starting {
			if err := permits[route.Operation.OperationID].check(viewerOf(r.Context()), o, r.Method, c.Param("slug")); err != nil {
				return err
			}
		}
		return next(c)
	}
}

// started keeps what came before it could be known who asks from operations that
// are not for anyone, even if the service is ready by now.
func (v *validator) started(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		route, ok := v.routes[r.Method+" "+c.Path()]
		if ok && originOf(r.Context()).starting && permits[route.Operation.OperationID] != anyone {
			return inventory.Errorf(inventory.Unavailable, "starting", "Maillage is starting: try again in a moment.")
		}
		return next(c)
	}
}

// forOperators keeps an address from all but who runs the instance; while it
// starts there is nothing to keep.
func (s *Server) forOperators(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		ctx := c.Request().Context()
		if v := viewerOf(ctx); s.parts.Load() != nil && v.Role != inventory.RoleOperator {
			if err := admin.check(v, originOf(ctx), c.Request().Method, ""); err != nil {
				return err
			}
		}
		return next(c)
	}
}

// check tells why a viewer may not use an operation, about the member slug where
// the address names one.
func (p permit) check(v inventory.Viewer, o *origin, method, slug string) error {
	reads := method == http.MethodGet || method == http.MethodHead
	own := slug == "" || slug == v.Member
	allowed := false
	switch p {
	case anyone:
		return nil
	case person:
		if o.caller != nil && o.caller.Session == nil {
			return inventory.Errorf(inventory.Forbidden, "session_needed", "A token may not do this: sign in.")
		}
		allowed = o.caller != nil
	case someone:
		allowed = o.caller != nil
	case reader:
		allowed = (v.Role == inventory.RoleContributor || v.Role == inventory.RoleSales) && own
	case keeper:
		allowed = v.Role == inventory.RoleContributor && own
	case admin:
		allowed = v.Role == inventory.RoleAdmin
	case bureau:
		allowed = v.Role == inventory.RoleBureau
	case planner, previewer:
		allowed = v.Role == inventory.RoleBureau || v.Role == inventory.RoleContributor || v.Role == inventory.RoleSales
	}
	if v.Role == inventory.RoleOperator && p >= someone {
		allowed = true
	}
	switch {
	case !allowed && o.caller == nil:
		return inventory.Errorf(inventory.Unsigned, "sign_in", "Sign in to do this.")
	case !allowed:
		return inventory.Errorf(inventory.Forbidden, "not_yours", "The role under which you act may not do this.")
	case !reads && v.ReadOnly && p != someone && p != previewer:
		return inventory.Errorf(inventory.Forbidden, "read_only", "This token is for reading alone.")
	}
	return nil
}

package api

import (
	"context"

	"github.com/labstack/echo/v4"

	"maillage/api/gen"
)

// GetMe tells who asks and what answers.
func (h *handlers) GetMe(ctx context.Context, _ gen.GetMeRequestObject) (gen.GetMeResponseObject, error) {
	v := viewerOf(ctx)
	me := gen.GetMe200JSONResponse{Role: gen.MeRole(v.Role), Name: v.Name, Member: some(v.Member), Version: h.version}
	if p := h.parts.Load(); p != nil {
		me.Demo = p.Demo
	}
	return me, nil
}

// openapi serves the contract itself.
func (s *Server) openapi(c echo.Context) error {
	d, err := contract()
	if err != nil {
		return err
	}
	return s.asset(c, d.json)
}

// docs serves the page that shows the contract, when it is built.
func (s *Server) docs(c echo.Context) error {
	if a, ok := s.assets["/docs.html"]; ok {
		return s.asset(c, a)
	}
	return s.asset(c, unbuilt)
}

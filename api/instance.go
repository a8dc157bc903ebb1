package api

import (
	"context"
	"net/http"

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
	spec, err := gen.GetSpecJSON()
	if err != nil {
		return err
	}
	a := newAsset("openapi.json", spec)
	c.Response().Header().Set("ETag", "W/"+a.etag)
	c.Response().Header().Set("Cache-Control", "no-cache")
	if matches(c.Request(), a.etag) {
		return c.NoContent(http.StatusNotModified)
	}
	return c.JSONBlob(http.StatusOK, spec)
}

// docs serves the page that shows the contract, when it is built.
func (s *Server) docs(c echo.Context) error {
	if a, ok := s.assets["/docs.html"]; ok {
		return s.asset(c, a)
	}
	return s.asset(c, unbuilt)
}

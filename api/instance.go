package api

import "github.com/labstack/echo/v4"

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

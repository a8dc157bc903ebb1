package api

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"maillage/inventory"
)

// livez: the process answers.
func (s *Server) livez(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.JSON(http.StatusOK, map[string]bool{"alive": true})
}

// readiness is the document of /readyz.
type readiness struct {
	Ready   bool     `json:"ready"`
	Missing []string `json:"missing"`           // database, territory, atlas
	Loading *loading `json:"loading,omitempty"` // while it starts
}

type loading struct {
	Stage string `json:"stage"`
	Done  int64  `json:"done"`
	Total int64  `json:"total"`
}

// readyz: the database answers and the picture is in memory; else 503, with
// what is missing.
func (s *Server) readyz(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	r := readiness{Missing: []string{}}
	if at := s.progress.Load(); at != nil {
		r.Loading = &loading{at.stage, at.done, at.total}
	}
	p := s.parts.Load()
	if p == nil {
		r.Missing = append(r.Missing, "atlas")
	} else {
		ctx, cancel := context.WithTimeout(c.Request().Context(), 2*time.Second)
		defer cancel()
		if err := p.Store.Pool.Ping(ctx); err != nil {
			s.log.Warn("the database does not answer", "error", err)
			r.Missing = append(r.Missing, "database")
		}
	}
	if r.Ready = len(r.Missing) == 0; r.Ready {
		return c.JSON(http.StatusOK, r)
	}
	return c.JSON(http.StatusServiceUnavailable, r)
}

// What /metrics reads.

func (s *Server) gaugeReady() float64 {
	if s.parts.Load() != nil {
		return 1
	}
	return 0
}

func (s *Server) gaugeVersion() float64 {
	if p := s.parts.Load(); p != nil {
		return float64(p.Atlas.Now().Version())
	}
	return 0
}

func (s *Server) gaugeMembers() float64 {
	if p := s.parts.Load(); p != nil {
		return float64(len(p.Atlas.Now().Members(inventory.Operator("metrics"))))
	}
	return 0
}

func (s *Server) gaugeZones() float64 {
	if p := s.parts.Load(); p != nil {
		n := 0
		for _, m := range p.Atlas.Now().Members(inventory.Operator("metrics")) {
			n += m.Zones
		}
		return float64(n)
	}
	return 0
}

# Maillage. `make help` lists what there is; ARCHITECTURE.md says where it lies.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.NOTPARALLEL: # set-up comes first; the tools within use all cores by themselves
MAKEFLAGS += --no-print-directory

# Node from .ci/setup where the machine's own is too old; Go where its
# installer puts it, should PATH not know.
export PATH := $(CURDIR)/.tools/bin:$(PATH):/usr/local/go/bin
# Building never edits go.mod.
export GOFLAGS := $(GOFLAGS) -mod=readonly

# The real boundaries, where a copy of them lies beside the checkout.
ifndef MAILLAGE_TERRITORY
ifneq ($(wildcard ../shared/territory),)
export MAILLAGE_TERRITORY := $(abspath ../shared/territory)
endif
endif

TOOL := go tool -modfile=tools.mod
FUZZTIME ?= 10s
# Making an input small takes up to a minute each time, which was all the time
# there is for those of whole files.
FUZZLESS := -fuzzminimizetime 10x

NODE_MODULES := frontend/node_modules/.package-lock.json
DIST := frontend/dist/index.html
# Folders too: a file that is removed changes its folder.
FRONTEND := $(shell find frontend/src frontend/public 2>/dev/null) \
	$(wildcard frontend/*.html frontend/vite.config.ts frontend/tsconfig.json frontend/package-lock.json)

# $(call step,NAME,COMMAND): runs a command, and says how long it took.
step = @echo "== $(1)"; began=$$SECONDS; \
	if ( $(2) ); then echo "== $(1): $$((SECONDS - began)) s"; \
	else code=$$?; echo "== $(1): failed after $$((SECONDS - began)) s" >&2; exit $$code; fi

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^##@/ { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

##@ Run

.PHONY: run
run: setup-run build ## install what is missing, build, and serve the demo on http://127.0.0.1:8080
	@exec bin/maillage serve --demo $(ARGS)

.PHONY: build
build: setup-build frontend ## leave the program in bin/maillage
	@mkdir -p bin
	go build -o bin/maillage ./cmd/maillage

.PHONY: setup setup-build setup-run setup-test setup-bench
setup: setup-test ## install what building, running and testing need, and no more
setup-build setup-run setup-test setup-bench: setup-%:
	@.ci/setup $*

.PHONY: frontend
frontend: $(DIST)

$(NODE_MODULES): frontend/package-lock.json
	cd frontend && npm ci --no-audit --no-fund
	@touch $@

$(DIST): $(NODE_MODULES) $(FRONTEND)
	cd frontend && npm run build
	@touch $@ frontend/dist/.gitkeep

##@ Test

.PHONY: test
test: setup-test frontend ## everything: vet, Go tests, front-end tests, browser tests on the real program
	$(call step,go vet,go vet ./...)
	$(call step,go test,go test -timeout 20m ./...)
	$(call step,front-end unit tests,cd frontend && npm test)
	$(call step,build,mkdir -p bin && go build -o bin/maillage ./cmd/maillage)
	$(call step,browser tests,cd frontend && npm run e2e)
	$(call step,stop the cluster for tests,go run ./inventory/postgres/pgtest/stop)

.PHONY: race
race: setup-test ## the Go tests under the race detector
	@go test -race -timeout 40m ./...

.PHONY: fuzz
fuzz: ## each fuzz target for FUZZTIME (10s)
	@grep -roE --include='*_test.go' --exclude-dir=node_modules '^func Fuzz[A-Za-z0-9_]+' . | sort | \
	while IFS=: read -r file declaration; do \
		echo "== $${declaration#func } in $$(dirname "$$file")"; \
		go test -run '^$$' -fuzz "^$${declaration#func }\$$" -fuzztime $(FUZZTIME) $(FUZZLESS) "$$(dirname "$$file")" || exit 1; \
	done

.PHONY: bench
bench: setup-bench ## the atlas against plain PostGIS (WRITE=1: into docs/benchmarks.md), the answers over HTTP, the planner against CBC, then each package's benchmarks
	@go test ./inventory/atlas/versus -run '^TestVersus$$' -count=1 -v -timeout 80m -args -versus $(if $(WRITE),-write)
	@go test ./inventory/atlas/versuscbc -run '^TestPlans$$' -count=1 -v -timeout 30m -args -plans
	@go test ./inventory/atlas/versuscbc -run '^TestPlans$$' -count=1 -v -timeout 30m -args -plans -parts communes -mean 172
	@go test ./api -run '^Test(Pace|Slider)$$' -count=1 -v -timeout 20m -args -pace
	@go test ./api -run '^TestWallsCost$$' -count=1 -v -args -walls
	@go test -run '^$$' -bench . -benchmem ./geo/... ./inventory/atlas ./inventory/intake

.PHONY: shot
shot: setup-test build ## screenshots of the map, by the browser
	@cd frontend && npm run shot

##@ Look after

.PHONY: check
check: setup-build $(NODE_MODULES) ## format, vet, linters, generated code, types of the front end, known vulnerabilities
	$(call step,gofmt,.ci/gofmt)
	$(call step,go vet,go vet ./...)
	$(call step,golangci-lint,$(TOOL) golangci-lint run)
	$(call step,generated Go,.ci/generated)
	$(call step,front end,cd frontend && npm run check)
	$(call step,known vulnerabilities,.ci/vulnerable)

.PHONY: generate
generate: generate-go $(NODE_MODULES) ## the Go server and the front end's types, from api/openapi.yaml
	@cd frontend && npm run generate

.PHONY: generate-go
generate-go:
	@$(TOOL) oapi-codegen -config api/oapi-codegen.yaml api/openapi.yaml

.PHONY: format
format: $(NODE_MODULES) ## put Go and TypeScript in their usual form
	@git ls-files '*.go' | xargs gofmt -w
	@cd frontend && npm run format

.PHONY: clean
clean: ## remove what was built or fetched, and the tests' cluster; var/, the data, stays
	-@go run ./inventory/postgres/pgtest/stop -remove
	@rm -rf bin .tools frontend/node_modules frontend/test-results frontend/playwright-report
	@find frontend/dist -mindepth 1 ! -name .gitkeep -delete

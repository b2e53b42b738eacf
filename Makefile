# Every command that a person or CI runs. `make` alone lists them.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PORT ?= 8000
STATE ?= .jetway/demo
# Where it is set, every process compiles all that it imports: it starts in two seconds, not in one.
unexport PYTHONDONTWRITEBYTECODE

web_files := $(shell find web -type f -not -path '*/node_modules/*' -not -path '*/dist/*' 2>/dev/null)
locks := requirements.lock requirements-dev.lock requirements-build.lock requirements-uv.lock
bin := .venv/bin
# CI's runs what failed once more: scripts/pytest-again.
PYTEST ?= $(bin)/pytest

.PHONY: help build demo test lint types borders bench sdk docs lock clean

help: ## List the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

build: .venv/installed ## Install everything into .venv and build the interface
.venv/installed: $(locks) pyproject.toml hatch_build.py $(web_files)
	@scripts/install

.venv/installed-dev: $(locks) pyproject.toml hatch_build.py $(web_files)
	@scripts/install dev

demo: .venv/installed ## Start the demo: PORT=8000 STATE=.jetway/demo
	@$(bin)/jetway demo --port $(PORT) --state $(STATE)

# Three at a time on two cores, as many wait for a server or a clock; browsers are busy all the time, and each of
# their files starts its servers once.
test: .venv/installed-dev ## Run all tests on private servers
	@scripts/test-servers
	@scripts/test-corpus
	@scripts/test-witnesses
	@$(PYTEST) -n 3 --dist loadgroup --ignore tests/e2e $(ARGS)
	@$(PYTEST) -n 2 --dist loadfile tests/e2e $(ARGS)
	@cd web && PATH="$(CURDIR)/$(bin):$$PATH" npm test

lint: .venv/installed-dev ## Format and lint
	@$(bin)/ruff format --check .
	@$(bin)/ruff check .
	@$(bin)/codespell
	@$(bin)/deptry jetway
	@cd web && npm run check

types: .venv/installed-dev ## Check types
	@$(bin)/mypy

borders: .venv/installed-dev ## Check that imports point down
	@$(bin)/lint-imports

bench: .venv/installed-dev ## Measure beside other systems: ARGS=--help
	@$(bin)/python -m benchmarks $(ARGS)

sdk: .venv/installed-dev ## Pack the SDK into dist
	@mkdir -p dist
	@cd web && npm pack -w packages/core -w packages/react -w packages/vue -w packages/angular -w packages/data-providers --pack-destination ../dist

docs: .venv/installed-dev ## Build the documentation into dist/docs
	@$(bin)/mkdocs build --strict --quiet --site-dir dist/docs

lock: ## Write the lock files again, with today's versions
	@scripts/lock

clean: ## Remove what was installed and built
	@rm -rf .venv web/node_modules web/packages/*/dist jetway/static dist

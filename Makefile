# Kakehashi. This page is the only entry; it needs Python 3.11 or later (with venv) and make.

.DEFAULT_GOAL := help
.PHONY: help up test check fix bench soak docs assets clean
.DELETE_ON_ERROR:

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet
INSTALLED := .venv/.installed
BUILT := .venv/.assets-built
CORES := -n auto --maxprocesses 4 --dist worksteal
ASSETS := package.json package-lock.json .npmrc $(shell find assets -type f 2>/dev/null)
export PATH := $(CURDIR)/$(BIN):$(PATH)

help: ## these lines
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 10

up: $(INSTALLED) $(BUILT) .venv/.kernels ## install what is needed, then the site on 127.0.0.1:8000 (PORT=..., KAKEHASHI_HOME=...)
	@$(BIN)/kakehashi site up

test: $(INSTALLED) $(BUILT) .venv/.kernels ## all tests: on SQLite, and again on PostgreSQL where KAKEHASHI_TEST_POSTGRES names one
ifdef KAKEHASHI_TEST_POSTGRES
	@echo "make test: all tests, the database's on SQLite"
	@$(BIN)/pytest -q $(CORES)
	@echo "make test: the database's tests again, on PostgreSQL"
	@DATABASE_URL="$(KAKEHASHI_TEST_POSTGRES)" $(BIN)/pytest -q $(CORES) -m "database and not soak and not browser" tests
else
	@echo "make test: all tests, on SQLite; not on PostgreSQL, since KAKEHASHI_TEST_POSTGRES is not set"
	@$(BIN)/pytest -q $(CORES)
endif

check: $(INSTALLED) ## style, types, floors, generated docs, changelog fragments; changes nothing
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy --no-error-summary
	$(BIN)/lint-imports --no-logo
	$(BIN)/python docs/build.py --check
	@$(BIN)/towncrier build --draft --version next >/dev/null

fix: $(INSTALLED) ## mend what can be mended by itself
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format --quiet .

bench: $(INSTALLED) ## measure into bench/results.json (only=rules: one part)
	@$(BIN)/python bench/run.py $(if $(only),--only $(only))

soak: $(INSTALLED) $(BUILT) ## the long tests, and what holds for anything with many more examples
	@HYPOTHESIS_PROFILE=soak $(BIN)/pytest -q -m "soak or property" tests

docs: $(INSTALLED) ## write docs/reference anew from the code
	$(BIN)/python docs/build.py

assets: ## build the site's styles, scripts and fonts anew
	@rm -f $(BUILT)
	@$(MAKE) --no-print-directory $(BUILT)

clean: ## remove the environment and everything built; KAKEHASHI_HOME stays
	rm -rf .venv node_modules dist src/kakehashi/site/static src/kakehashi/reference/fonts
	rm -rf .pytest_cache .ruff_cache .mypy_cache .hypothesis .import_linter_cache

$(INSTALLED): requirements/dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Kakehashi needs Python 3.11 or later; name one with: make PYTHON=/path/to/python3"; exit 1; }
	@test -x $(BIN)/python || { echo "environment: making .venv"; $(PYTHON) -m venv .venv; } \
	  || { rm -rf .venv; echo "python3 has no venv: install it (Debian: apt-get install python3-venv)"; exit 1; }
	@echo "environment: installing requirements/dev.lock, every file checked against its hash"
	@$(PIP) install --require-hashes -r requirements/dev.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(BUILT): $(ASSETS) | $(INSTALLED)
	@echo "assets: building with the environment's own node"
	@$(BIN)/npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
	@$(BIN)/npm run --silent build
	@touch $@

.venv/.kernels: $(wildcard src/kakehashi/supply/kernels/*.py) | $(INSTALLED)
	@$(BIN)/python -c "from kakehashi.supply import index, stress_shares as days; index.warm_kernels(); days.warm_kernels()" && touch $@

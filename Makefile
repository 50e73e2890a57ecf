# Every target installs what it needs, once. Anything longer than a line is a script in scripts/.
# Stamps live inside what they vouch for, so that removing a folder removes its stamp.

VENV := .venv
PYTHON := $(VENV)/bin/python
STAMPS := $(VENV)/.stamps
PAGE := hub/src/tocsin_hub/page/index.html
PAGE_SOURCES := $(shell find web -name node_modules -prune -o -type f -print 2>/dev/null)
# Browsers use a processor whole: with more workers than those, they wait for one another until tests time out.
# What shares a hub or a browser, a file, stays together; in the order of the folders, for the long ones of
# tests/e2e must not come last.
WORKERS ?= $(shell nproc)
SIDE_BY_SIDE = --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder
# The OpenID provider that log-in is tested against.
PROVIDER := tests/oidc/node_modules/.stamp
# The window's engine comes as wheels for this processor alone; elsewhere its tests are left out.
WINDOW := $(if $(filter x86_64,$(shell uname -m)),$(STAMPS)/desktop)
INSTALL := $(PYTHON) -m pip install --quiet --constraint constraints.txt

# Node, npm and everything pip installed come first, whatever else the machine has.
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
# The build backend is pinned too. Older releases of pip read the first of these, newer ones the second.
export PIP_CONSTRAINT := $(CURDIR)/constraints.txt
export PIP_BUILD_CONSTRAINT := $(CURDIR)/constraints.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# One pip, one npm at a time: they write into the same folders.
.NOTPARALLEL:
.PHONY: help up desktop page test quick coverage check check-format check-lint check-types check-generated
.PHONY: check-web format generate wheels bench clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile
	@echo "  ARGS=... is handed on to the program a target runs."

up: $(STAMPS)/parts $(PAGE) ## Start a hub with an agent beside it; it prints the address to open (LAB=1, PORT=n)
	@exec $(VENV)/bin/tocsin-hub serve --with-agent --data .tocsin \
	  $(if $(filter 1 yes true,$(LAB)),--lab) $(if $(PORT),--listen 127.0.0.1:$(PORT)) $(ARGS)

desktop: $(STAMPS)/parts $(STAMPS)/desktop $(PAGE) ## Open the room in a window of its own
	scripts/debian-packages scripts/debian-desktop.txt
	@exec $(VENV)/bin/tocsin-desktop $(ARGS)

page: $(PAGE) ## Build the page into the hub's package

test: $(STAMPS)/parts $(STAMPS)/test $(WINDOW) $(PAGE) $(PROVIDER) ## Every test: the page's own, then all others
	scripts/debian-packages scripts/debian-test.txt
	scripts/debian-packages scripts/debian-desktop.txt
	cd web && npm test
	$(PYTHON) -m pytest $(SIDE_BY_SIDE) $(ARGS)

quick: $(STAMPS)/parts $(STAMPS)/test $(WINDOW) ## The tests that need no browser and little time
	$(PYTHON) -m pytest --quiet --numprocesses auto -m "not slow and not browser" $(ARGS)

coverage: $(STAMPS)/parts $(STAMPS)/test $(WINDOW) $(PAGE) $(PROVIDER) ## Which lines and branches no test reaches
	$(PYTHON) -m coverage erase
	$(PYTHON) -m coverage run -m pytest $(SIDE_BY_SIDE) $(ARGS)
	$(PYTHON) -m coverage combine --quiet
	$(PYTHON) -m coverage report

# Targets of their own, so that `make -k check` tells everything that is wrong at once.
check: check-format check-lint check-types check-generated check-web ## Format, lint, types, generated files: all without running the product

check-format: $(STAMPS)/check
	$(PYTHON) -m ruff format --check .

check-lint: $(STAMPS)/check
	$(PYTHON) -m ruff check .

check-types: $(STAMPS)/parts $(STAMPS)/test $(STAMPS)/check $(WINDOW)
	$(PYTHON) -m mypy

check-generated: $(STAMPS)/parts
	$(PYTHON) -m scripts.generate --check

check-web: web/node_modules/.stamp
	cd web && npm run check

format: $(STAMPS)/check ## Format and mend what the tools can mend
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

generate: $(STAMPS)/parts ## Write the generated files anew
	$(PYTHON) -m scripts.generate

wheels: $(STAMPS)/parts ## Lay what the images install into .wheels/, to build them without a network
	$(PYTHON) -m pip wheel --quiet --wheel-dir .wheels hatchling ./wire ./hub ./agent

bench: $(STAMPS)/parts $(WINDOW) .venv-bench/.stamp bench/node_modules/.stamp ## Measure the hub and the agent beside their peers
	scripts/debian-packages scripts/debian-bench.txt
	scripts/debian-packages scripts/debian-desktop.txt
	$(PYTHON) -m bench $(ARGS)

clean: ## Remove everything a target made; a room's data (.tocsin) stays
	rm -rf $(VENV) .venv-bench .wheels hub/src/tocsin_hub/page
	rm -rf web/node_modules bench/node_modules tests/oidc/node_modules
	rm -rf .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find wire hub agent desktop scripts tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

$(STAMPS)/venv:
	scripts/make-venv $(VENV)
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/parts: wire/pyproject.toml hub/pyproject.toml agent/pyproject.toml constraints.txt | $(STAMPS)/venv
	$(INSTALL) --editable wire --editable hub --editable agent
	@touch $@

# Not among the parts: Qt and its engine are some 400 MB.
$(STAMPS)/desktop: desktop/pyproject.toml $(STAMPS)/parts
	$(INSTALL) --editable desktop
	@touch $@

$(STAMPS)/node $(STAMPS)/test $(STAMPS)/check: $(STAMPS)/%: requirements/%.txt constraints.txt | $(STAMPS)/venv
	$(INSTALL) --requirement $<
	@touch $@

# A peer lives by its own dependencies, pinned in its own list.
.venv-bench/.stamp: export PIP_CONSTRAINT :=
.venv-bench/.stamp: export PIP_BUILD_CONSTRAINT :=
.venv-bench/.stamp: requirements/bench.txt
	scripts/make-venv .venv-bench
	.venv-bench/bin/python -m pip install --quiet --requirement $<
	@touch $@

%/node_modules/.stamp: %/package.json %/package-lock.json | $(STAMPS)/node
	cd $* && npm ci --no-audit --no-fund
	@mkdir -p $(@D) && touch $@

$(PAGE): $(PAGE_SOURCES) web/node_modules/.stamp
	cd web && npm run build
	@touch $@

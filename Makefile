# Every developer verb. `make help` lists them; `make demo` and `make test` work on a fresh machine.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
PYTEST := $(BIN)/python -m pytest
# Two test files at a time, each of the two runs with servers of its own.
SIDE_BY_SIDE := --numprocesses=2 --dist=loadfile

# Hand-labelled passages live outside the project; without them only the gold tests skip, and say so.
ifneq ($(wildcard ../shared/gold),)
export WIREWATCH_GOLD ?= $(abspath ../shared/gold)
endif
ifneq ($(wildcard ../shared/samples),)
export WIREWATCH_SAMPLES ?= $(abspath ../shared/samples)
endif
ifneq ($(wildcard ../shared/news),)
export WIREWATCH_BENCH_NEWS ?= $(abspath ../shared/news)
endif

.PHONY: help install demo test lint types unit component integration faults gold bench schemas docs kibana lock clean

help: ## List every verb
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1\t\2/' | sort | awk -F'\t' '{printf "  make %-12s %s\n", $$1, $$2}'

install: $(INSTALLED) ## Make .venv with everything the project needs (pip alone suffices)

$(INSTALLED): requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing requirements into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: install ## Start a real broker and Elasticsearch, send sample articles through, show the events
	@$(BIN)/wirewatch demo

test: install lint types unit component integration faults gold ## Everything that must be green

lint: install ## ruff, import directions
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: install ## mypy --strict
	$(BIN)/mypy

unit: install ## Pure functions; a minute, no JVM
	$(PYTEST) $(SIDE_BY_SIDE) tests/unit

component: install ## Several modules together, no servers
	$(PYTEST) tests/component

integration: install ## On a real broker and a real Elasticsearch
	$(BIN)/wirewatch stack fetch
	$(PYTEST) $(SIDE_BY_SIDE) tests/integration

faults: install ## Kill and starve real workers and servers; nothing may be lost
	$(BIN)/wirewatch stack fetch
	$(PYTEST) $(SIDE_BY_SIDE) tests/faults

gold: install ## Measure the detector on hand-labelled passages (WIREWATCH_GOLD)
	$(PYTEST) tests/gold -s

bench: install ## Ratios measured in one run on this machine
	$(BIN)/python -m tests.bench

schemas: install ## Export the JSON Schemas from the structs
	$(BIN)/python -m schemas.export

docs: install ## Write the reference pages from the code
	$(BIN)/python -m streams.reference

kibana: install ## Rebuild the Kibana objects
	@$(BIN)/wirewatch kibana build

lock: ## Resolve requirements.lock anew
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --group dev pyproject.toml -o requirements.lock

clean: ## Remove the virtual environment and caches (the local stack has `wirewatch stack wipe`)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

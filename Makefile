# Everything a developer or an operator starts. `make help` lists it.
# Needs git, make and Python 3.11; the rest comes from PyPI, by exact version and hash.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory
.DELETE_ON_ERROR:

PYTHON ?= $(shell command -v python3.11 || command -v python3)

WEB := .venv/bin
RASA := .venv-rasa/bin
TOOLS := .venv-tools/bin

# Rasa reports home unless told not to; its own deprecation notes drown our lines.
export RASA_TELEMETRY_ENABLED := false
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export PYTHONPATH := $(CURDIR)
export UV_PYTHON_DOWNLOADS := never

# A stamp's name holds the hash of what it was made from and lies inside the
# environment: a changed requirement or a deleted environment is noticed, the time
# of a file (new in every clone) means nothing.
hash = $(shell cat $(1) | git hash-object --stdin | cut -c1-16)
TOOLS_DONE := .venv-tools/.made-$(call hash,requirements/tools.txt)
WEB_DONE := .venv/.made-$(call hash,requirements/app.txt requirements/dev.txt pyproject.toml)
RASA_DONE := .venv-rasa/.made-$(call hash,requirements/rasa.txt)

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- environments ---------------------------------------------------------------

.PHONY: setup
setup: $(WEB_DONE) $(RASA_DONE) ## Make both Python environments (nothing when they are up to date)

$(TOOLS_DONE):
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || \
		{ echo "Python 3.11 is needed; name it: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' || \
		{ echo "Python's venv module is missing (Debian: apt install python3-venv)" >&2; exit 1; }
	@echo "Making .venv-tools"
	@rm -rf .venv-tools
	@"$(PYTHON)" -m venv .venv-tools
	@$(TOOLS)/python -m pip install --quiet --disable-pip-version-check --no-deps \
		--require-hashes -r requirements/tools.txt
	@touch $@

$(WEB_DONE): | $(TOOLS_DONE)
	@echo "Making .venv (web application, actions, tests)"
	@rm -f .venv/.made-*
	@test -x $(WEB)/python || $(TOOLS)/uv venv --quiet --python "$(PYTHON)" .venv
	@$(TOOLS)/uv pip sync --quiet --python $(WEB)/python --require-hashes \
		requirements/app.txt requirements/dev.txt
	@$(TOOLS)/uv pip install --quiet --python $(WEB)/python --offline --no-deps \
		--no-build-isolation --editable .
	@touch $@

$(RASA_DONE): | $(TOOLS_DONE)
	@echo "Making .venv-rasa (Rasa 3.6.21)"
	@rm -f .venv-rasa/.made-*
	@test -x $(RASA)/python || $(TOOLS)/uv venv --quiet --python "$(PYTHON)" .venv-rasa
	@$(TOOLS)/uv pip sync --quiet --python $(RASA)/python --require-hashes requirements/rasa.txt
	@touch $@

# --- the service ------------------------------------------------------------------

.PHONY: run
run: setup ## Start everything, make what is missing, stop it all on Ctrl-C
	@exec $(WEB)/python -m bot.supervise run

.PHONY: train
train: setup ## Train the model, if what it is made from has changed
	@$(WEB)/python -m bot.supervise train

# --- checks and tests ---------------------------------------------------------------
# A single test: .venv/bin/python -m pytest tests/unit/test_x.py -k name

PYTEST_ARGS ?=
pytest = $(1)/python -m pytest $(PYTEST_ARGS)

# The pages and the database bring these folders with them.
LATER_TESTS := $(patsubst tests/%,test-%,$(wildcard tests/integration tests/browser))

.PHONY: test
test: lint test-unit test-components $(LATER_TESTS) test-dialogue ## Run every check and test

.PHONY: lint
lint: setup ## Style, types, import rules, texts and questions
	@$(WEB)/ruff check .
	@$(WEB)/ruff format --check .
	@$(WEB)/mypy
	@$(WEB)/lint-imports --no-logo
	@$(WEB)/reitti check-content

.PHONY: format
format: setup ## Put imports and lines in order
	@$(WEB)/ruff check --fix .
	@$(WEB)/ruff format .

.PHONY: test-unit
test-unit: setup ## Tests that need no server and no browser
	@$(call pytest,$(WEB)) tests/unit

.PHONY: test-components
test-components: setup ## Unit tests of Rasa's components, in Rasa's environment
	@$(call pytest,$(RASA)) tests/unit/rasa_components

.PHONY: test-integration
test-integration: setup ## Pages, API and database, on SQLite and PostgreSQL
	@$(call pytest,$(WEB)) tests/integration

QUIET_RASA := TF_CPP_MIN_LOG_LEVEL=3 $(RASA)/python -m bot.supervise.rasa
RASA_DATA := $(wildcard data/nlu data/rules data/stories)

.PHONY: test-dialogue
test-dialogue: train ## Rasa's own checks, its test stories, and whole conversations
	@$(QUIET_RASA) data validate \
		--config config.yml --domain domain.yml --data $(RASA_DATA)
	@$(QUIET_RASA) test core --fail-on-prediction-errors --no-plot --out results \
		--model "$$($(WEB)/python -m bot.supervise model)" --stories tests/dialogue
	@$(call pytest,$(WEB)) tests/dialogue

.PHONY: test-browser
test-browser: train ## The faces of the service in a real Chromium
	@$(call pytest,$(WEB)) tests/browser

.PHONY: fuzz
fuzz: setup ## Many odd requests and conversations (FUZZ_EXAMPLES=100 for each operation)
	@REITTI_FUZZ_EXAMPLES=$(or $(FUZZ_EXAMPLES),100) $(call pytest,$(WEB)) --timeout 3600 \
		tests/integration/security/test_schema_fuzz.py tests/integration/api/test_fuzz.py

.PHONY: test-closed-net
test-closed-net: train ## The whole service in a network that has only loopback: nothing calls out
	@$(call pytest,$(WEB)) tests/long/test_closed_net.py

.PHONY: evaluate
evaluate: train ## How well messages are understood, on lines that were not trained on
	@$(WEB)/python -m scripts.evaluate

.PHONY: teach
teach: setup ## Teach encoder and heads the lines of data/nlu (an hour; then make train evaluate)
	@TF_CPP_MIN_LOG_LEVEL=3 $(RASA)/python -m scripts.teach

STOCK_DONE := .venv-rasa/stock/.made-$(call hash,requirements/stock.txt)

$(STOCK_DONE): $(RASA_DONE)
	@rm -rf .venv-rasa/stock
	@$(TOOLS)/uv pip install --quiet --python $(RASA)/python --target .venv-rasa/stock \
		--no-deps --require-hashes -r requirements/stock.txt
	@touch $@

.PHONY: bench
bench: train $(STOCK_DONE) ## Speed and memory beside stock Rasa; writes bench/results/
	@$(WEB)/python -m bench $(BENCH_ARGS)

# The long forms: CHAOS_ARGS="--runs 1000 --kills", CHAOS_ARGS="--long --seed 7"
.PHONY: chaos
chaos: setup ## Break everything while people are interviewed; prints faults, runs, losses
	@$(WEB)/python -m tests.chaos $(CHAOS_ARGS)

# --- upkeep -------------------------------------------------------------------------

COMPILE = $(TOOLS)/uv pip compile --quiet --generate-hashes --python-version 3.11 \
	--no-emit-index-url --no-header --no-annotate

.PHONY: requirements
requirements: $(TOOLS_DONE) ## Compile requirements/*.in to exact versions with hashes
	@cd requirements && for name in tools app dev; do \
		../$(COMPILE) $$name.in --output-file $$name.txt; done
	@cd requirements && for name in rasa stock; do \
		../$(COMPILE) --no-deps $$name.in --output-file $$name.txt; done

.PHONY: audit
audit: setup ## Known weaknesses in the packages (ADVISORIES=file, folder or zip: without a network)
ifdef ADVISORIES
	@$(WEB)/python -m scripts.audit "$(ADVISORIES)"
else
	@for name in app rasa; do $(WEB)/pip-audit --strict --require-hashes --no-deps \
		--disable-pip --requirement requirements/$$name.txt; done
endif

.PHONY: sbom
sbom: setup ## What the service is made of, as CycloneDX: results/sbom/
	@mkdir -p results/sbom
	@for name in app rasa; do $(WEB)/cyclonedx-py requirements --output-reproducible \
		--of JSON -o results/sbom/$$name.json requirements/$$name.txt; done
	@ls results/sbom/*.json

.PHONY: clean
clean: ## Remove the environments, trained models and caches (var/ with its data stays)
	@rm -rf .venv .venv-rasa .venv-tools models results .rasa *.egg-info \
		.mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

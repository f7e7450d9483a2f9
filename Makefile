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
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

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

COMPILE = $(TOOLS)/uv pip compile --quiet --generate-hashes --python-version 3.11 \
	--no-emit-index-url --no-header --no-annotate

.PHONY: requirements
requirements: $(TOOLS_DONE) ## Compile requirements/*.in to exact versions with hashes
	@cd requirements && for name in tools app dev; do \
		../$(COMPILE) $$name.in --output-file $$name.txt; done
	@cd requirements && ../$(COMPILE) --no-deps rasa.in --output-file rasa.txt

.PHONY: clean
clean: ## Remove the environments, trained models and caches (var/ with its data stays)
	@rm -rf .venv .venv-rasa .venv-tools models results .rasa *.egg-info \
		.mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

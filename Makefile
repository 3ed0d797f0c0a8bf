# The two commands: `make demo` and `make test`. Both do all their set-up themselves.
SHELL := /bin/bash
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help setup demo test lint check bench lock clean

help: ## what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

$(READY): requirements.lock pyproject.toml scripts/setup.sh
	@bash scripts/setup.sh $(VENV)

setup: $(READY) ## find a Python >= 3.12 and install the pinned requirements into .venv

demo: $(READY) ## replay the bundled newsroom day by day and print the visit's history
	@$(BIN)/newsledger demo

test: $(READY) ## run the tests
	@$(BIN)/python -m pytest

lint: $(READY) ## style, types and import rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

check: lint test ## what CI runs

bench: $(READY) ## the long measurements (needs the shared corpora; see benchmarks/README.md)
	@$(BIN)/python -m benchmarks

lock: $(READY) ## pin the requirements again
	@$(BIN)/uv pip compile pyproject.toml --group dev --override requirements.overrides.txt --generate-hashes \
	  --no-emit-index-url --universal --python-version 3.12 --no-header --quiet --upgrade -o requirements.lock

clean: ## remove the environment and all caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info

# The recipes of the house. Each does its own set-up on a fresh machine; a second run sets nothing up again.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCK := requirements/dev.lock
INSTALLER := requirements/installer.lock

BENCH_VENV := .venv-bench
BENCH_BIN := $(BENCH_VENV)/bin
BENCH_LOCK := requirements/bench.lock
BENCH_BARE := requirements/bench-bare.lock

# The name of a stamp holds what was installed, so that a new lock file sets up anew and a mere `touch` does not.
stamp = .ready-$(shell cat $(1) $(INSTALLER) pyproject.toml 2>/dev/null | sha256sum | cut -c1-16)
READY := $(VENV)/$(call stamp,$(LOCK))
BENCH_READY := $(BENCH_VENV)/$(call stamp,$(BENCH_LOCK) $(BENCH_BARE))
BROWSER_READY := $(VENV)/.browser
FETCHED := .cache/.fetched
DEMO_PACKS := .demo/packs
CITIES := new-york monaco
WORKERS ?= 2
PYTEST := $(BIN)/python -m pytest -n $(WORKERS)

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
export NO_MKDOCS_2_WARNING := 1
# Hundreds of short processes read the same modules; without compiled files each compiles them anew, for seconds.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo test test-all check bench docs reference lock clean
.DEFAULT_GOAL := help

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1 \t\2/' | expand -t 20

setup: $(READY) ## Make the virtual environment from the lock file

$(READY):
	@scripts/new-venv $(PYTHON) $(VENV)
	@echo "Installing the locked packages into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --require-hashes -r $(INSTALLER)
	@$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r $(LOCK)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@rm -f $(VENV)/.ready* && touch $@

demo: $(READY) ## Read the baselines of New York City and Monaco
	@$(BIN)/python examples/new_york.py
	@$(BIN)/python examples/monaco.py
	@set -e; for city in $(CITIES); do \
	  $(BIN)/localgoals baseline $(DEMO_PACKS)/$$city -o .demo/$$city --lang both; \
	done
	@echo; echo "Open in a browser, no network needed / 用浏览器打开，无需联网："
	@find .demo -path $(DEMO_PACKS) -prune -o -type f \( -name 'report*.html' -o -name 'report*.pdf' \) -print | sort | sed 's/^/  /'

test: $(READY) $(BROWSER_READY) $(FETCHED) ## Run every test that takes seconds
	@$(PYTEST) -m "not slow"

test-all: $(READY) $(BROWSER_READY) $(FETCHED) ## Run every test
	@$(PYTEST)

# Golden tests of the demo's cities read its archives. Without a package index those tests skip and say so.
$(FETCHED): examples/new_york.py examples/monaco.py | $(READY)
	@if $(BIN)/python examples/new_york.py --fetch-only && $(BIN)/python examples/monaco.py --fetch-only; \
	  then touch $@; else echo "Tests of the demo's cities will be skipped."; fi

$(BROWSER_READY): $(READY)
	@scripts/browser $@

check: $(READY) ## Style, types, import directions, catalogue, docs: what a machine can hold us to
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/localgoals catalogue check
	$(BIN)/python docs/generate.py --check
	$(BIN)/python -m mkdocs build --strict --quiet
	$(BIN)/python -m pytest -q tests/test_house_rules.py tests/test_docs.py tests/test_translations.py

bench: $(BENCH_READY) ## Run the benchmarks beside their peers
	@set -e; for benchmark in benchmarks/[a-z]*.py; do \
	  echo "== $$benchmark"; $(BENCH_BIN)/python $$benchmark; \
	done

$(BENCH_READY):
	@scripts/new-venv $(PYTHON) $(BENCH_VENV)
	@echo "Installing the locked packages and peers into $(BENCH_VENV) ..."
	@$(BENCH_BIN)/python -m pip install --quiet --require-hashes -r $(INSTALLER)
	@$(BENCH_BIN)/uv pip install --quiet --compile-bytecode --python $(BENCH_BIN)/python --require-hashes -r $(BENCH_LOCK)
	@$(BENCH_BIN)/uv pip install --quiet --compile-bytecode --python $(BENCH_BIN)/python --no-deps --require-hashes -r $(BENCH_BARE)
	@$(BENCH_BIN)/uv pip install --quiet --python $(BENCH_BIN)/python --no-deps --no-build-isolation -e .
	@rm -f $(BENCH_VENV)/.ready* && touch $@

reference: $(READY) ## Write docs/reference anew from the code
	@$(BIN)/python docs/generate.py

docs: reference ## Build the documentation into site/
	@$(BIN)/python -m mkdocs build --strict --quiet
	@echo "Open site/index.html"

lock: $(READY) ## Write requirements/dev.lock anew from pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
	  --all-extras --python-version 3.11 pyproject.toml -o $(LOCK)
	@$(BIN)/uv pip freeze --python $(BIN)/python | grep '^uv==' | $(BIN)/uv pip compile --quiet --universal \
	  --generate-hashes --no-header --no-annotate --python-version 3.11 - -o $(INSTALLER)

clean: ## Remove everything that was made; the downloaded archives in .cache stay
	rm -rf $(VENV) $(BENCH_VENV) .demo site build dist

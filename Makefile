# The recipes of the house. Each does its own set-up on a fresh machine; a second run sets nothing up again.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv pip install --quiet --python $(BIN)/python
LOCK := requirements/dev.lock
READY := $(VENV)/.ready
BROWSER := $(VENV)/.browser

.PHONY: setup demo test test-all check bench docs lock clean
.DEFAULT_GOAL := test

setup: $(READY)

$(READY): $(LOCK) pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv==0.13.8"
	$(UV) --require-hashes -r $(LOCK)
	$(UV) --no-deps --no-build-isolation -e .
	touch $@

# Every target does its own set-up: see `make help`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help run demo test bench screens setup clean
help: ## list the targets
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /\t/'

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@

setup: $(READY) ## make the virtual environment and install what is needed

run: $(READY) ## open the window
	$(BIN)/assessor

demo: $(READY) ## the whole main job without a window, into ./demo
	$(BIN)/assessor demo demo

test: $(READY) ## style, types, import contracts and every test
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	QT_QPA_PLATFORM=offscreen $(BIN)/pytest

bench: $(READY) ## timings, as ratios against a floor or a peer
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.bench

screens: $(READY) ## a picture of every screen, into ./screens
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.screens screens

clean: ## remove what the targets made
	rm -rf $(VENV) demo screens build dist

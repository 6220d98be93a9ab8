# Every target does its own set-up: see `make help`, and setup.sh for what that is.
BIN := .venv/bin
READY := .venv/.ready
DEV := .venv/.ready-dev
OFFSCREEN := QT_QPA_PLATFORM=offscreen
# A file's tests stay with one worker, so that what they share is made once (tests/sharing).
PYTEST := $(OFFSCREEN) $(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder
# Children and workers find what was compiled before, whatever the shell says of bytecode.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run demo test test-quick bench screens words setup clean
help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/'

$(READY): pyproject.toml setup.sh
	@./setup.sh && touch $@

$(DEV): $(READY)
	@./setup.sh dev && touch $@

setup: $(DEV) ## make the virtual environment, with the tools of developers

run: $(READY) ## open the window
	@if [ "$$(uname)" = Linux ] && [ -z "$$DISPLAY$$WAYLAND_DISPLAY$$QT_QPA_PLATFORM" ]; then \
		echo "There is no display here: run this on a desktop, or try make demo, which needs none."; \
		exit 1; \
	fi
	@./setup.sh window
	@$(BIN)/assessor

demo: $(READY) ## the whole main job without a window, into ./demo
	@$(BIN)/assessor demo demo

test: $(DEV) ## style, types, import contracts and every test
	@./setup.sh tests
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(PYTEST)

test-quick: $(DEV) ## a minute of tests: those that need no window and no other program
	@$(PYTEST) -m "not window and not slow"

bench: $(DEV) ## timings, held against a floor and a bar
	@./setup.sh tests
	@$(OFFSCREEN) $(BIN)/python -m tests.bench

screens: $(DEV) ## a picture of every screen, at 100 and 200 %, into ./screens
	@$(OFFSCREEN) $(BIN)/python -m tests.screens screens
	@QT_SCALE_FACTOR=2 $(OFFSCREEN) $(BIN)/python -m tests.screens screens

words: $(DEV) ## bring resources/words/*.po up to date with the code; list what is untranslated
	@$(BIN)/python -m tests.words

clean: ## remove what the targets made
	rm -rf .venv demo screens build dist

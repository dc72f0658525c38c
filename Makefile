# The commands of a checkout. Each makes the environment it needs; only python3 (3.11+), make and the package index are asked for.

PYTHON ?= python3
KG ?= kg
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SCORES := $(VENV)/scores
FUZZ := .fuzz
FUZZ_SECONDS ?= 60
FUZZ_TARGETS ?=

export PYTHONUTF8 := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo test score lint format docs accuracy bench fuzz clean

help:
	@echo "make demo    build the graph of seeds/, validate it, ask questions, say which page to open"
	@echo "make test    run every test (installs the programs that they drive where it may)"
	@echo "make score   measure extraction against the annotations in tests/gold"
	@echo "make lint    check style, format, types and layers"
	@echo "make format  rewrite the code in the project's format"
	@echo "make accuracy  write docs/accuracy.md: how well tests/gold is read"
	@echo "make bench   measure the program, some half an hour: docs/performance.md (QUICK=1 tries it, some minutes)"
	@echo "make docs    write the references and the output shown in the READMEs again"
	@echo "make fuzz    feed readers and rules what libFuzzer grows, FUZZ_SECONDS=60 each (an environment of its own)"
	@echo "make clean   remove the environment, caches and $(KG)/"

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "reformkg needs Python 3.11 or newer; name one with PYTHON=" >&2; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
	@echo "Installing what the checkout needs into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet 'pip>=25.1'
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[serve]' --group dev
	@touch $@

demo: $(READY)
	@sh tools/demo.sh $(BIN)/reformkg $(KG)

test: $(READY)
	@sh tools/install-programs.sh
	$(BIN)/pytest

score: $(READY)
	@rm -rf $(SCORES) && mkdir -p $(SCORES)
	@for gold in tests/gold/*.json; do \
	  name=$$(basename "$$gold" .json); \
	  $(BIN)/reformkg extract "seeds/$$name.txt" --format json > "$(SCORES)/$$name.json" || exit 1; \
	done
	$(BIN)/python tests/gold/score.py tests/gold $(SCORES) --min 0.90

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix-only .

accuracy: $(READY)
	$(BIN)/python tools/write_accuracy.py

docs: $(READY)
	$(BIN)/python tools/write_reference.py
	$(BIN)/python tools/write_queries.py
	$(BIN)/python tools/write_docs.py
	$(BIN)/python tools/write_performance.py

bench: $(READY)
	@sh tools/install-programs.sh
	$(BIN)/python -m benchmarks $(if $(QUICK),--quick)
	$(BIN)/python tools/write_performance.py

fuzz:
	@test -x $(FUZZ)/env/bin/pip || $(PYTHON) -m venv $(FUZZ)/env
	@$(FUZZ)/env/bin/pip install --quiet 'pip>=25.1'
	@$(FUZZ)/env/bin/pip install --quiet --constraint constraints.txt --editable . --group fuzz
	sh fuzz/run.sh $(FUZZ)/env/bin/python $(FUZZ) $(FUZZ_SECONDS) $(FUZZ_TARGETS)

clean:
	rm -rf $(VENV) $(FUZZ) $(KG) dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

# Two commands do everything, set-up included: `make demo` and `make test`.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
UV := $(shell command -v uv 2>/dev/null)
PAGE ?= examples/pages/port-expansion.html
WORKERS ?= 2

.PHONY: demo test test-long lint bench mutate rule-precision clean help

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

demo: $(READY) ## the whole way: page, article, Label Studio, back, dataset (PAGE=file, KEEP=1)
	@$(BIN)/khabar demo $(PAGE) $(if $(KEEP),--keep)

# A file is one worker's: what it shares is made once. Each worker has a Label Studio of its own.
test: $(READY) ## all tests but the long ones (WORKERS=2, ARGS="-k quotes")
	@$(BIN)/python -m pytest -m "not long" -n $(WORKERS) --dist loadfile $(ARGS)

test-long: $(READY) ## the long ones: scale, mutation, versions
	@$(BIN)/python -m pytest -m long $(ARGS)

lint: $(READY) ## style and types
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

bench: $(READY) ## speed against named peers, into docs/performance.md
	@$(BIN)/python benchmarks/check.py --write
	@$(BIN)/python benchmarks/label_studio.py --write
	@$(BIN)/python benchmarks/duplicates.py --write
	@$(BIN)/python benchmarks/agreement.py --write

mutate: $(READY) ## rules with one thing wrong, and which of them no test sees (RULES="KH205 _index")
	@PYTHONPATH=tests $(BIN)/python -m rules.mutants $(RULES)

rule-precision: $(READY) ## count the rules' findings on real text, write docs/rule-precision.md
	@PYTHONPATH=tests $(BIN)/python -m rules.test_precision

clean: ## remove what these commands made here
	rm -rf .venv .khabar .pytest_cache .hypothesis .mypy_cache .ruff_cache

# The environment, again when the dependencies change.
$(READY): pyproject.toml constraints.txt
ifdef UV
	@test -x $(BIN)/python || uv venv --quiet --python "$(PYTHON)" .venv
	@uv pip install --quiet --python $(BIN)/python --constraint constraints.txt \
		--editable '.[all]' --group test --group lint --group bench
else
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt \
		--editable '.[all]' --group test --group lint --group bench
endif
	@touch $(READY)

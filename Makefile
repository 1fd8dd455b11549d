# The commands of this project. `make help` lists them.
#
# The environment is .venv in the checkout. Two stamp files in it say what it holds, so that pip
# runs only when pyproject.toml has changed: .runtime (the library), .dev (and the tools).

PYTHON  ?= python3
VENV    := .venv
BIN     := $(VENV)/bin
PIP     := $(BIN)/python -m pip --disable-pip-version-check install --quiet --prefer-binary
EXAMPLE := examples/quzhou_hangzhou/scenario.toml
SOURCES := games solvers mechanisms intercity

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo dev test nightly check docs bench wheel classroom lessons clean

help:  ## list the targets
	@sed -n 's/^\([a-z]*\):.*##  *\(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

demo: $(VENV)/.runtime  ## check up the example scenario
	@$(BIN)/intercity check $(EXAMPLE)

dev: $(VENV)/.dev  ## the environment with all tools, for editors and scripts

# Some tests start Python anew: it would compile the library each time if it might not keep it.
# A file's tests run in one process, so that what they share is worked out once.
test: export PYTHONDONTWRITEBYTECODE =
test: $(VENV)/.dev  ## all tests and doctests (more: make test PYTEST_ARGS="-k core")
	$(BIN)/python -m pytest -n 2 --dist loadfile $(PYTEST_ARGS)

nightly: $(VENV)/.dev  ## slow oracles, changed certificates, claims played: for hours
	$(BIN)/python -m pytest -n 2 --hypothesis-profile=nightly tests/properties/test_laws.py \
	  tests/properties/test_bargaining_laws.py tests/solvers/bargaining/test_axiom.py \
	  tests/solvers/bargaining/test_closed_form.py tests/solvers/production/test_table_of_proofs.py \
	  $(addprefix tests/solvers/,coalitional families power properties) \
	  tests/solvers/strategic/test_three_cities.py tests/solvers/test_certificates_mutated.py \
	  tests/mechanisms/compact tests/frontdoor/test_counterfactuals.py \
	  tests/frontdoor/test_flips_against_a_grid.py $(wildcard tests/frontdoor/test_*offers*.py) \
	  tests/frontdoor/test_hostile_files.py tests/frontdoor/test_amended_examples.py \
	  tests/frontdoor/test_large_region.py tests/frontdoor/test_map_of_proof.py \
	  tests/solvers/test_enclosures.py tests/frontdoor/test_documented_commands.py \
	  tests/properties/test_checkup_invariances.py tests/properties/test_race_invariances.py \
	  tests/frontdoor/test_falsify.py tests/frontdoor/test_conjectures.py \
	  tests/frontdoor/test_least_change.py tests/frontdoor/test_sweep_skips.py \
	  tests/frontdoor/test_amended_repairs.py \
	  tests/mechanisms/pairing/test_stable_pairings.py tests/mechanisms/accord/test_fairest_truce.py \
	  $(PYTEST_ARGS)
	$(BIN)/python -m pytest -n 2 --dist loadfile --hypothesis-profile=wide $(PYTEST_ARGS)
	$(BIN)/python -m tests.mutants.sample --mutants 300

check: $(VENV)/.dev  ## lint, format, types, layers, hooks
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pre-commit validate-config .pre-commit-config.yaml

docs: $(VENV)/.dev  ## build the documentation site: build/docs/index.html
	$(BIN)/python -m sphinx --fresh-env --fail-on-warning --keep-going --quiet --jobs 2 \
	  --doctree-dir build/doctrees docs build/docs

bench: $(VENV)/.runtime  ## time answers with their proofs (see benchmarks/README.md)
	@$(BIN)/python benchmarks/run.py

classroom: $(VENV)/.dev  ## serve the lessons of examples/classroom
	$(BIN)/marimo run --no-sandbox examples/classroom/*.py

lessons: wheel  ## export the lessons as pages that run in a browser, into dist/lessons
	rm -rf dist/lessons
	cd examples/classroom && for lesson in *.py; do \
	  PATH=$(abspath $(BIN)):$$PATH marimo export html-wasm --no-sandbox --mode run \
	    $$lesson -o ../../dist/lessons/$$(basename $$lesson .py).html || exit 1; \
	done

wheel: $(VENV)/.dev  ## build dist/intercity-*.whl
	rm -rf dist
	$(BIN)/python -m build --wheel --outdir dist

clean:  ## remove the environment and everything that was built
	rm -rf $(VENV) dist build docs/generated .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find $(SOURCES) tests -name __pycache__ -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "intercity needs Python 3.11 or newer, but '$(PYTHON)' is $$($(PYTHON) --version 2>&1); name a newer one, as in: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; \
	  exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: pyproject.toml | $(BIN)/python
	@echo "Installing intercity into $(VENV) (once, about a minute) ..."
	@$(PIP) --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	@echo "Installing intercity and its tools into $(VENV) (once, about a minute) ..."
	@$(PIP) --editable '.[dev]'
	@touch $(VENV)/.runtime $@

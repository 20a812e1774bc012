# The Python that .venv is made from; another one: make setup PYTHON=python3.12
PYTHON = python3
BIN = .venv/bin
# Files of tests are shared out among as many processes as there are cores, in the order of tests/conftest.py.
ON_ALL_CORES = -n auto --dist loadfile --no-loadscope-reorder
# The demo's folder, and where it is served; another port: make run PORT=8001
DATA = demo
PORT = 8000

.DEFAULT_GOAL := help
.PHONY: help setup check test deep bench run format migrations lock clean

help:  ## Show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 16

setup: .venv/installed  ## Create .venv from the lock, install guben into it and copy the browser files
	@$(BIN)/python scripts/build_assets.py

check: setup  ## Format, lint, types, import order and the fast tests
	@echo "Checking the format, the code, the types and the order of imports."
	@$(BIN)/ruff format --check --quiet --output-format concise
	@$(BIN)/ruff check --quiet
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo --config importlinter.ini
	@if [ -z "$(TESTED)" ]; then \
		echo "Running the fast tests." && $(BIN)/pytest $(ON_ALL_CORES) -m "not deep and not slow"; \
	fi

test: setup  ## All tests but the deep ones; those of the web application on PostgreSQL too (axe apart) where it is installed
	@echo "Running the tests."
	@$(BIN)/pytest $(ON_ALL_CORES)
	@if $(BIN)/python tests/postgresql.py; then \
		echo "Running the tests of the web application on PostgreSQL." && \
		GUBEN_TEST_DATABASE=postgresql $(BIN)/pytest $(ON_ALL_CORES) -m "not deep and not look" tests/web; \
	elif [ -n "$$CI" ]; then \
		echo "CI needs a PostgreSQL server; on Debian and Ubuntu install the package postgresql." >&2; exit 1; \
	else \
		echo "No PostgreSQL server is installed, so the tests ran on SQLite only."; \
	fi

deep: setup  ## Every test, with 2,000 generated examples each
	@echo "Running every test with 2,000 generated examples each; this takes a while."
	@GUBEN_HYPOTHESIS=deep $(BIN)/pytest -m ""

bench: setup  ## Measure speed
	@echo "Running the benchmarks."
	@$(BIN)/python -m benchmarks

run: setup  ## Make the demo county once and serve it; links to sign in are printed
	@$(BIN)/guben demo --serve --data $(DATA) --port $(PORT)

format: setup  ## Format the code and repair what can be repaired
	@echo "Formatting."
	@$(BIN)/ruff check --fix --quiet
	@$(BIN)/ruff format --quiet

migrations: setup  ## Write migrations after a change of models
	@GUBEN_DATA= DJANGO_SETTINGS_MODULE=guben_web.config.settings $(BIN)/django-admin makemigrations

lock:  ## Write requirements.lock anew (delete it first to move to the newest versions)
	@echo "Resolving the dependencies into requirements.lock."
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	$(PYTHON) -m venv "$$folder" && \
	"$$folder/bin/pip" install -qq uv && \
	"$$folder/bin/uv" pip compile pyproject.toml --group dev --group bench --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --custom-compile-command "make lock" \
		--quiet --output-file requirements.lock

clean:  ## Remove .venv, caches, builds and the demo
	@echo "Removing .venv, caches, builds and the demo."
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis build dist demo node_modules src/guben_web/shared/static/vendor
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Two steps, so that a change of pyproject.toml alone does not install the dependencies again.
.venv/locked: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Guben needs Python 3.11 or newer, but $(PYTHON) is missing or older." \
			"Install one, or name it: make setup PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) cannot create virtual environments." \
			"On Debian and Ubuntu install the package python3-venv, then run this again." >&2; exit 1; }
	@echo "Creating .venv with the locked dependencies."
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/pip install -qq --require-hashes -r requirements.lock
	@touch $@

.venv/installed: .venv/locked pyproject.toml
	@echo "Installing guben into .venv."
	@$(BIN)/pip install -qq --no-deps --no-build-isolation -e .
	@touch $@

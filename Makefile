# Everything that one does with Trialfinder. `make` alone lists it.

PYTHON ?= python3
SIZE ?= 20000
RUN := .venv/bin/python
FIND_PYTHON = @command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) on this machine." \
	"Install Python 3.11 or newer, or name one: make up PYTHON=python3.12"; exit 1; }
LOCK := $(RUN) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links --no-annotate pyproject.toml

.PHONY: help up test test-all browser check format lock migrations bench-load bench-registry bench-search eval clean _embedded _dev

help: ## List what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

up: _embedded ## Run the site on http://127.0.0.1:8000 (PORT=8001: another port, DATA_DIR=…: another data folder)
	@exec $(RUN) -m trialfinder.up

test: _dev browser ## Run the tests, those in a browser too, but not the slow ones
	@exec $(RUN) -m pytest -n 2 --dist loadgroup -m "not slow"

test-all: _dev browser ## Run all tests
	@exec $(RUN) -m pytest -n 2 --dist loadgroup

browser: _dev ## Install a Chromium for the tests, where there is none
	@$(RUN) -m tests.chromium

check: _dev ## Check style, format, types, who imports whom, migrations, settings and lock files
	@$(RUN) -m ruff check
	@$(RUN) -m ruff format --check
	@$(RUN) -m mypy trialfinder trials
	@.venv/bin/lint-imports
	@DATA_DIR=.data/check $(RUN) manage.py makemigrations --check --dry-run
	@DATA_DIR=.data/check $(RUN) manage.py check --deploy --fail-level WARNING
	@$(RUN) -m tests.locks

format: _dev ## Bring the code into shape
	@$(RUN) -m ruff check --fix
	@$(RUN) -m ruff format

lock: _dev ## Resolve the lock files anew (UPGRADE=1: to the newest versions that pyproject.toml allows)
	@$(LOCK) $(if $(UPGRADE),--upgrade) -o requirements/base.lock
	@$(LOCK) $(if $(UPGRADE),--upgrade) --extra embedded -o requirements/embedded.lock -c requirements/base.lock
	@$(LOCK) $(if $(UPGRADE),--upgrade) --extra embedded --extra dev -o requirements/dev.lock -c requirements/embedded.lock

migrations: _embedded ## Write the migrations that changed models need
	@$(RUN) manage.py makemigrations

bench-load: _dev ## Measure loading SIZE trials (SIZE=20000)
	@$(RUN) -m tests.benchmarks.load --size $(SIZE)

bench-registry: _dev ## Measure the whole mirror against an emulated registry (SIZE=607000: its real size)
	@$(RUN) -m tests.benchmarks.registry --size $(SIZE)

bench-search: _dev ## Measure the search over SIZE generated studies, beside its peers (SIZE=607000: the registry's size; needs wrk)
	@$(RUN) -m tests.benchmarks.search --size $(SIZE)

eval: _dev ## Measure the search on judged patients: FOLDER=… with topics, qrels and a corpus (OPTIONS=--short)
	@test -n "$(FOLDER)" || { echo "Name a folder: make eval FOLDER=…"; exit 1; }
	@exec $(RUN) -m tests.benchmarks.eval $(FOLDER) $(OPTIONS)

clean: ## Remove .venv and the caches; the data in .data stay
	@rm -rf .venv .data/test* .data/check .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -prune -exec rm -rf {} +
	@echo "Removed .venv and the caches. The site's data are still in .data; delete that folder to start afresh."

_embedded:
	$(FIND_PYTHON)
	@$(PYTHON) scripts/venv.py embedded

_dev:
	$(FIND_PYTHON)
	@$(PYTHON) scripts/venv.py dev

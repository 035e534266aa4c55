# One target for each habit; CI runs the same.
.DEFAULT_GOAL := help
# The first that runs: a name on the PATH may be a version manager's empty shell.
PYTHON := $(shell for p in python3.14 python3.13 python3.12 python3.11 python3 python; do \
	$$p -c "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))" 2>/dev/null && { echo $$p; break; }; done)
# Without compiled files each process compiles two thousand modules again, which is half of its start.
unexport PYTHONDONTWRITEBYTECODE
UV := $(shell command -v uv 2>/dev/null)
ifeq ($(UV),)
UV := .venv-uv/bin/uv
endif
BIN := .venv/bin
STAMP := .venv/.installed
BUILT_FROM := package.json package-lock.json hatch_build.py $(shell find src -name "*.po" -o -path "*/site/assets/*" -type f -o -name "*.html")

help: ## Show what there is
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 12

demo: $(STAMP) ## Start the site with true content (PORT=8123 make demo for another port)
	@exec $(BIN)/stedennet demo

test: $(STAMP) chromium proxies ## Run all tests
	$(BIN)/pytest -n auto --dist loadgroup --no-loadscope-reorder

SLOW_TESTS := tests/browser/ tests/demo/ tests/outputs/ tests/security/ tests/serving/ tests/setup/ tests/site/ tests/supply/
test-fast: $(STAMP) ## Run the tests of rules, flows and querysets, for the inner loop
	$(BIN)/pytest -n auto --dist loadgroup --no-loadscope-reorder -m "not (slow or page or commits)" $(filter-out $(SLOW_TESTS),$(dir $(wildcard tests/*/__init__.py)))

check: $(STAMP) ## Lint, templates, types, floors, migrations, translations
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/djhtml --check --tabwidth 2 src
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/stedennet manage check
	@mkdir -p var
	$(BIN)/stedennet manage makemigrations --check --dry-run
	$(BIN)/python -m stedennet.site.translations check

format: $(STAMP) ## Put the code in shape
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/djhtml --tabwidth 2 src

screenshots: $(STAMP) chromium ## Take pictures of each page of the demo on port 8000: a contact sheet in var/, and the README's
	$(BIN)/python -m tests.browser.screenshots http://localhost:8000 var/screenshots
	$(BIN)/python -m tests.browser.screenshots http://localhost:8000 var/screenshots --readme docs/images

sbom: $(STAMP) ## Write the bill of materials and the list of licences to var/sbom
	$(BIN)/python -m supply.licences
	$(UV) run --frozen --isolated --only-group supply python -m supply.bill $(UV)

audit: uv ## Ask whether a vulnerability is known of what we use
	$(UV) run --frozen --isolated --only-group supply python -m supply.audit $(UV)

chromium:
	@sh tests/browser/chromium.sh

proxies:
	@sh tests/security/proxies.sh

$(STAMP): pyproject.toml uv.lock $(BUILT_FROM) | uv
	@echo "Installing what the lock file names …"
	@$(UV) sync --frozen
	@touch $@

uv:
	@if [ "$(UV)" = .venv-uv/bin/uv ] && [ ! -x .venv-uv/bin/uv ]; then \
	  [ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is needed."; exit 1; }; \
	  echo "Fetching uv …"; \
	  $(PYTHON) -m venv .venv-uv || { echo "python3-venv is needed (on Debian: apt-get install python3-venv)."; exit 1; }; \
	  .venv-uv/bin/pip install --quiet --disable-pip-version-check uv; \
	fi

clean: ## Remove what was built and the demo's data
	rm -rf .venv .venv-uv node_modules var .mypy_cache .ruff_cache .pytest_cache

.PHONY: help demo test test-fast check format screenshots sbom audit chromium proxies uv clean

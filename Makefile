# Shuke: make the demo, run the tests, check the code, measure the speed.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PAGE := src/shuke/pages/report.html
WORKBENCH := src/shuke/pages/workbench/index.html
PAGE_SOURCES := $(shell find web/src web/*.ts web/*.html web/package-lock.json src/shuke/locale -type f 2>/dev/null)
# Tools that no test needs, apart from the others, each of one version.
TOOLS := .venv-tools
EXTRAS := campaign clickhouse clv holidays kmeans mysql notify postgres server spark
LOCKED := --universal --generate-hashes --python-version 3.11 --quiet --custom-compile-command "make lock"
.PHONY: help demo test check lint format bench wheel reference promises pages types pagestest lock sbom audit packages clean

help: ## Show this help
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/installed pages ## Make the sample, rate it, and say where the report lies
	$(BIN)/shuke demo --out shuke-demo

test: $(VENV)/installed-dev pages ## Run the whole test suite
	$(BIN)/python -m pytest -n 4 --dist loadscope

check: lint ## Format, lint, types, layers and the fast tests, in about a minute
	$(BIN)/python -m pytest -n 4 --dist loadscope -q -m "not slow and not browser"

lint: $(VENV)/installed-dev ## Format, lint, types and layers alone
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bandit --quiet --recursive src --severity-level medium --confidence-level medium --skip B608

format: $(VENV)/installed-dev ## Put the code into its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/installed-dev ## Print the product's time and memory as ratios to raw SQL doing the same work
	$(BIN)/python benchmarks/bench.py

wheel: $(VENV)/installed-dev pages ## Build the wheel, with the pages inside
	$(BIN)/python -m build --wheel --outdir dist .

lock: $(TOOLS)/installed $(VENV)/installed-dev ## Pin every package with its hashes anew (needs the net), and list the licences
	$(TOOLS)/bin/uv pip compile pyproject.toml $(addprefix --extra=,$(EXTRAS)) $(LOCKED) -o requirements.lock
	$(TOOLS)/bin/uv pip compile pyproject.toml --all-extras --constraint requirements.lock $(LOCKED) -o requirements-dev.lock
	$(BIN)/python tests/house/supply.py > docs/reference/dependencies.md

sbom: $(VENV)/installed-dev ## Write the bills of materials (CycloneDX) of the product and of its pages to dist/
	@mkdir -p dist
	$(BIN)/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --output-reproducible --of JSON -o dist/shuke.cdx.json
	cd web && npm sbom --sbom-format=cyclonedx --package-lock-only --omit=dev > ../dist/shuke-pages.cdx.json

audit: $(TOOLS)/installed ## Compare the pinned packages with the known vulnerabilities (needs the net; fails when it cannot)
	$(TOOLS)/bin/python tests/house/audit.py requirements.lock
	cd web && npm audit --omit=dev

reference: $(VENV)/installed ## Write the pages about the scheme language, the built-in schemes, requirements and promises anew
	$(BIN)/python -m shuke.scheme.reference en > docs/reference/scheme.md
	$(BIN)/python -m shuke.scheme.reference zh > docs/reference/scheme.zh.md
	$(BIN)/python -m shuke.scheme.gallery en > docs/reference/built-in-schemes.md
	$(BIN)/python -m shuke.scheme.gallery zh > docs/reference/built-in-schemes.zh.md
	$(BIN)/python tests/gallery.py
	$(BIN)/python tests/rows.py > docs/reference/requirements.md
	$(BIN)/python tests/architecture.py > docs/images/architecture.svg
	$(BIN)/python tests/promises.py > docs/reference/promises.md

# All of it, or what ONLY names: make promises ONLY="tests/privacy tests/publish"
promises: $(VENV)/installed-dev pages ## Measure in full what every promise is kept by, and write the page of promises
	rm -f promises.jsonl
	SHUKE_EFFORT=full SHUKE_FIGURES=$(CURDIR)/promises.jsonl \
		$(BIN)/python -m pytest -m promise -n 4 --dist loadscope $(ONLY); tried=$$?; \
	$(BIN)/python tests/promises.py fold promises.jsonl && \
	$(BIN)/python tests/promises.py > docs/reference/promises.md && exit $$tried

screenshots: $(VENV)/installed-dev pages ## Take the pictures of the documentation anew, in a browser over a sample (needs Chromium)
	$(BIN)/python tests/screenshots.py

pages: $(PAGE) $(WORKBENCH) ## Build the report's charts and the workbench (needs Node 20 or newer; without it the rest works)

types: $(VENV)/installed-dev ## Write the types of the pages anew from the description of the interface (needs Node)
	$(BIN)/python -m shuke.server.openapi > web/openapi.json
	cd web && npm run types --silent

pagestest: pages ## Check and test the pages (needs Node)
	cd web && npm run check --silent && npm test --silent

$(PAGE): $(PAGE_SOURCES)
	@if command -v npm >/dev/null 2>&1 && command -v node >/dev/null 2>&1; then \
		cd web && npm ci --no-audit --no-fund --loglevel=error && npm run build --silent; \
	else \
		echo "Node is not on the PATH: Shuke installs and rates, but the report's charts and the workbench"; \
		echo "need the pages to be built (Node 20 or newer, then: make pages)."; \
	fi

# One build writes both, the report first.
$(WORKBENCH): $(PAGE)
	@if [ ! $@ -nt $(PAGE) ] && command -v npm >/dev/null 2>&1 && command -v node >/dev/null 2>&1; then \
		cd web && npm ci --no-audit --no-fund --loglevel=error && npm run build --silent; \
	fi

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

packages: $(VENV)/bin/python ## Install every package that product and tests may need, of its pinned version
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock

$(VENV)/installed: $(VENV)/bin/python pyproject.toml hatch_build.py
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev]"
	@touch $@

$(TOOLS)/installed: Makefile
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9 pip-audit==2.10.1
	@touch $@

clean: ## Remove what was built
	rm -rf $(VENV) $(TOOLS) dist shuke-demo web/node_modules web/types/node_modules $(PAGE) $(dir $(WORKBENCH))

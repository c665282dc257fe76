# One command for everything a contributor does; CI calls the same ones.
.PHONY: run corpus test coverage test-measured test-long test-slice test-engines fuzz soak lint check bench bench-full docs lock clean
.DEFAULT_GOAL := check

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The notice that it suppresses advertises a later MkDocs.
SITE = NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input
# Each environment has its own cache of pytest and its own measurements, so that two can run in one clone.
PYTEST := COVERAGE_FILE=$(abspath $(VENV))/coverage $(BIN)/python -m pytest -o cache_dir=$(VENV)/pytest_cache
# Neighbours run in one process, so that they share what their fixtures make, until one has nothing left.
PARALLEL := --numprocesses auto --dist worksteal --durations 25
# Tests start privkg hundreds of times, and compiling it takes half a second.
unexport PYTHONDONTWRITEBYTECODE
# The packages whose branches are measured: their docstrings begin with a number from 1 to 6.
MEASURED = $(patsubst src/privkg/%/__init__.py,%,$(shell grep -lE '^"""[1-6] · ' src/privkg/*/__init__.py))
MINIMUM ?= 93
ONE_IN ?= 60
SEED ?= $(shell git rev-parse --short HEAD 2>/dev/null || echo 0)

# Build the graph of data/incidents and answer the headline question.
run: $(VENV)/run.stamp
	@$(BIN)/privkg build data/incidents
	@$(BIN)/privkg ask actors-linked-to-harms --actor-type MunicipalITDepartment \
		--harm SecondaryUse --harm Disclosure --format table --evidence

# Check and build the corpus, stop if a page has a Violation, and publish its site in `public`.
corpus: $(VENV)/run.stamp
	$(BIN)/privkg build data/incidents --strict
	$(BIN)/privkg publish public

# Run the tests of behaviour, in as many processes as there are processors, and print the slowest.
# ARGS=tests/query runs a part in one process, ARGS="-k name" those of a name.
test: $(VENV)/dev.stamp
	$(PYTEST) $(or $(ARGS),$(PARALLEL))

# Run the tests of packages 1 to 6, and fail if they run less than MINIMUM percent of the lines and branches.
coverage: $(VENV)/dev.stamp
	$(PYTEST) $(PARALLEL) $(MEASURED:%=tests/%) $(MEASURED:%=--cov=privkg.%) --cov-report=term \
		--cov-fail-under=$(MINIMUM)

# Run the same tests as `make test`, those of packages 1 to 6 with their branches measured.
test-measured: coverage
	$(PYTEST) $(PARALLEL) $(MEASURED:%=--ignore=tests/%)

# Run the tests that take minutes, in parts of up to 20 minutes; PART=kills runs one of them: browser, cases,
# determinism, disks, engines, hostile, kills, mutations, phases or wiki.
test-long: $(VENV)/dev.stamp
	$(PYTEST) -m "long$(if $(PART),(part='$(PART)'))" $(or $(ARGS),$(PARALLEL))

# Run one in 60 of the long tests, some of each kind, chosen by the commit or by SEED=…; CI does.
test-slice: $(VENV)/dev.stamp
	$(PYTEST) -m long --one-in $(ONE_IN) --seed $(SEED) $(or $(ARGS),$(PARALLEL))

# Ask every question on every engine, Virtuoso and Comunica among them; one that is not here is a failure.
test-engines: $(VENV)/dev.stamp tests/engines/node_modules/.package-lock.json
	PRIVKG_JUDGES=all $(BIN)/python -m pytest tests/engines $(ARGS)

tests/engines/node_modules/.package-lock.json: tests/engines/package-lock.json
	npm ci --prefix tests/engines --no-audit --no-fund

# cffconvert needs an older jsonschema than other judges, so it has an environment of its own.
$(VENV)/cffconvert/bin/cffconvert: requirements/cffconvert.txt $(VENV)/run.stamp
	$(PYTHON) -m venv $(VENV)/cffconvert
	$(VENV)/cffconvert/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
		--require-hashes -r requirements/cffconvert.txt
	touch $@

# PySpark, half a gigabyte, with which the tests of the Spark engine run on a real cluster; it needs Java.
$(VENV)/spark.stamp: requirements/spark.txt $(VENV)/dev.stamp
	$(PIP) --require-hashes -r requirements/spark.txt
	@touch $@

# boto3, and moto with its server, with which the tests of object stores run.
$(VENV)/s3.stamp: requirements/s3.txt $(VENV)/dev.stamp
	$(PIP) --require-hashes -r requirements/s3.txt
	@touch $@

# Try 20,000 broken inputs, a quarter of an hour on two idle processors; Linux only.
# ARGS="--kind page --only 17" repeats one.
fuzz: $(VENV)/dev.stamp
	cd tests && ../$(BIN)/python -m fuzz $(ARGS)

# Serve a graph to honest and hostile clients for ten minutes, or ARGS=60 for so many seconds; Linux only.
soak: $(VENV)/dev.stamp
	PYTHONPATH=tests $(BIN)/python tests/support/soak.py $(ARGS)

# Check format, lint, types and licences, that the generated docs are up to date, and that the site builds.
lint: $(VENV)/dev.stamp
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/reuse lint --quiet
	$(BIN)/python docs/generate.py --check
	$(SITE) --quiet

# All checks that CI runs.
check: lint test

# Measure speed against peers, side by side; prints ratios.
bench: $(VENV)/dev.stamp
	$(BIN)/python -m bench

# Measure commands on graphs of 1,000, 10,000 and 100,000 incidents, which takes hours and 20 GB of disk, and
# write the table of docs/explanation/performance.md. It goes on where it was stopped.
bench-full: $(VENV)/dev.stamp
	$(BIN)/python -m bench.sizes $(ARGS)

# Write the generated pages and the output of the commands in all pages; build the site in .site.
docs: $(VENV)/dev.stamp
	$(BIN)/python docs/generate.py
	$(BIN)/python tests/support/consoles.py
	$(BIN)/python tests/support/notebooks.py docs/notebooks/*.ipynb
	$(SITE)

# Pin all dependencies again, for every Python and platform.
lock: $(VENV)/dev.stamp
	$(PIP) uv
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --custom-compile-command "make lock" \
		pyproject.toml requirements/build.in -o requirements/run.txt
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --custom-compile-command "make lock" \
		pyproject.toml requirements/build.in requirements/dev.in -o requirements/dev.txt
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --custom-compile-command "make lock" \
		requirements/cffconvert.in -o requirements/cffconvert.txt
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --custom-compile-command "make lock" \
		requirements/spark.in -o requirements/spark.txt
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --custom-compile-command "make lock" \
		requirements/s3.in -o requirements/s3.txt

clean:
	rm -rf $(VENV) .privkg .site build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

# Silent, so that `make run` prints what the README shows.
$(VENV)/run.stamp: requirements/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("privkg needs Python 3.11 or newer; name one with make PYTHON=…")'
	@echo "Installing privkg and its locked dependencies in $(VENV) …" >&2
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) --require-hashes -r requirements/run.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
	@$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

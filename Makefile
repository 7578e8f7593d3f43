# `make run` and `make test` need nothing but Python 3.11 with pip: each makes .venv first where it is missing.
PYTHON ?= python3
JOBS ?= 2
BIN := .venv/bin
LOOK := var/styles
CHECKED := app.py competency tests bench

.PHONY: setup run test check bench styles lock

# the environment that everything below uses: .venv with flask, pytest and lint-imports
setup: .venv/.stamp-dev

# the demo organisation, made where there is none, on port 8000 unless PORT says otherwise
run: .venv/.stamp-run
	@$(BIN)/flask demo serve

# every test, on SQLite and PostgreSQL; ONLY=tests/people for some of them
# (what Python compiles is kept, whatever the shell says: each worker compiles the tests for 10 s)
test: .venv/.stamp-dev
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n $(JOBS) --dist worksteal $(ONLY)

# style, types, the contracts between rooms, and the framework data
check: .venv/.stamp-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy $(CHECKED)
	@$(BIN)/lint-imports
	@$(BIN)/flask frameworks check

# how fast it is beside a bare page that shows the same rows; ONLY=team_ for some figures
bench: .venv/.stamp-dev
	@$(BIN)/python -m bench $(ONLY)

# the style sheet from its source, as docs/look.md says (needs npm; the result is kept in the tree)
styles:
	@npm install --silent --no-save --prefix $(LOOK) govuk-frontend@6.3.0 sass@1.108.2
	@$(LOOK)/node_modules/.bin/sass --load-path=$(LOOK)/node_modules --style=compressed \
	  --no-source-map competency/static/scss/casebridge.scss competency/static/build/casebridge.css
	@sed "s,//# sourceMappingURL.*,," $(LOOK)/node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js \
	  > competency/static/build/govuk-frontend.min.js

# pin what requirements*.in ask for, with hashes
lock: .venv/.stamp-dev
	@for name in requirements requirements-dev requirements-uv; do \
	  UV_SYSTEM_CERTS=1 $(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes \
	    --no-emit-index-url --python-version 3.11 --custom-compile-command "make lock" \
	    $$name.in -o $$name.lock || exit 1; done

.venv/.stamp-run: requirements.lock requirements-uv.lock .ci/install
	@.ci/install $(PYTHON) requirements.lock && touch $@

.venv/.stamp-dev: requirements-dev.lock requirements-uv.lock .ci/install
	@.ci/install $(PYTHON) requirements-dev.lock && touch $@ .venv/.stamp-run

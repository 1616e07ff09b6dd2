# LASweb on Linux and macOS. `make help` lists what there is. Needs Python 3.11 or newer and nothing else.
PORT ?= 8000
# The first Python that is new enough; macOS's own python3 may not be.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN = .venv/bin
# What pytest is given, e.g. make test ARGS="-k visibility".
ARGS ?=

.PHONY: help run dev test check bench pins clean python dev-packages
.DEFAULT_GOAL = help

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-8s %s\n", $$1, $$2}' Makefile

run: python ## install, load the demo site and serve it (PORT=8000)
	@$(PYTHON) -m scripts.run --port '$(PORT)'

dev: python ## the same with Django's own server, which reloads changed code
	@$(PYTHON) -m scripts.run --dev --port '$(PORT)'

test: dev-packages ## every test that this machine can run (ARGS="-k words" for some)
	@$(BIN)/pytest -n auto $(ARGS)

check: dev-packages ## lint, formats, types, templates, the rules of the house, migrations, deployment
	@$(BIN)/python -m scripts.check

bench: dev-packages ## requests per second and times, as ratios
	@$(BIN)/python -m bench

pins: dev-packages ## write requirements*.txt anew from requirements*.in
	@$(BIN)/pip-compile --quiet --upgrade --no-header --no-emit-index-url --no-emit-find-links --output-file requirements.txt requirements.in
	@$(BIN)/pip-compile --quiet --upgrade --no-header --no-emit-index-url --no-emit-find-links --output-file requirements-dev.txt requirements-dev.in

clean: ## remove the virtual environment and the tools' caches; the site's data in var/ stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage* htmlcov
	@find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +

dev-packages: python
	@$(PYTHON) -m scripts.environment --dev

python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed, and none was found." >&2; exit 1; }

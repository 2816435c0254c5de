# The only place where commands live. `make setup` is called by the others and costs nothing when all is there.
SHELL := /bin/bash
PY := .venv/bin/python
export QT_QPA_PLATFORM ?= offscreen
export MYPYPATH := .venv/link

.PHONY: setup test lint typecheck clean

setup: .venv/.ready

.venv/.ready: requirements.txt requirements-dev.txt tools/setup.sh
	bash tools/setup.sh

lint: setup
	.venv/bin/ruff check .
	.venv/bin/lint-imports

typecheck: setup
	.venv/bin/mypy -p landweave.engine

test: lint typecheck
	$(PY) -m pytest -n 2 tests --cov=landweave --cov-report=term:skip-covered

clean:
	rm -rf build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage

# The only place where commands live. `make setup` is called by the others and costs nothing when all is there.
SHELL := /bin/bash
PY := .venv/bin/python
export QT_QPA_PLATFORM ?= offscreen
export MYPYPATH := .venv/link

.PHONY: setup demo test lint typecheck bench zip i18n clean

setup: .venv/.ready

.venv/.ready: requirements.txt requirements-optional.txt requirements-dev.txt tools/setup.sh
	bash tools/setup.sh

# A synthetic area, mapped and validated by the chain: demo_run/map.tif, report.html, picture.png.
demo: setup
	bash tools/demo.sh demo_run

lint: setup
	.venv/bin/ruff check .
	.venv/bin/lint-imports

typecheck: setup
	.venv/bin/mypy -p landweave.engine

test: lint typecheck
	$(PY) -m pytest -n 2 --dist loadgroup tests --cov=landweave --cov-report=term:skip-covered

bench: setup
	$(PY) benchmarks/run_all.py

zip: setup
	$(PY) tools/make_zip.py

# Collects the strings to translate, and compiles the translations.
i18n: setup
	bash tools/i18n.sh

clean:
	rm -rf build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage .qgis-settings

# Everything a person needs to know is in `make help`.
PYTHON ?= python3
BIN := .venv/bin
# Half of a small machine is left to the databases that the tests start.
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help run test check lock clean

help:
	@echo 'make run          set up what is missing, start everything, print the address (Ctrl-C stops it)'
	@echo 'make test         set up what is missing, run every test'
	@echo 'make check        lint, formatting, types, imports between packages'
	@echo 'make lock         write the Python locks anew after a change of setup.cfg (UPGRADE=1: newest releases)'
	@echo 'make clean        remove what tools made; the data in var/ stay'

run:
	@$(PYTHON) tools/install.py server
	@MMS_MODE=$${MMS_MODE:-demo} exec $(BIN)/mms run

test:
	@$(PYTHON) tools/install.py test
	$(BIN)/pytest -n $(WORKERS) --dist loadfile

check:
	@$(PYTHON) tools/install.py test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

lock:
	@$(PYTHON) tools/install.py test
	$(BIN)/python tools/lock.py $(if $(UPGRADE),--upgrade)

clean:
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build web/static/built
	find . -name __pycache__ -not -path './.venv/*' -not -path './web/frontend/node_modules/*' -prune -exec rm -rf {} +

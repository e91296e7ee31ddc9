# Everything a person needs to know is in `make help`.
PYTHON ?= python3
BIN := .venv/bin
# Tests start databases of their own: two at a time fill a small machine.
WORKERS ?= 2
SERVER := @$(PYTHON) tools/install.py server
TEST := @$(PYTHON) tools/install.py test

# Tests start hundreds of programs: without this each of them would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test e2e screenshots scenarios mutations histories runs faults month chaos cohort tck fuzz fuzz-forms fuzz-signatures bench check lock clean

help:
	@echo 'make run          set up what is missing, start everything, print the address; Ctrl-C stops it'
	@echo 'make test         set up what is missing, run every test but the end-to-end tests and what is played with them'
	@echo 'make e2e          set up what is missing, run the end-to-end tests in a real browser; play cases by chance while connections break'
	@echo 'make screenshots  take a picture of every page of the end-to-end tests'
	@echo 'make scenarios    play every scenario of every service on a throw-away database'
	@echo 'make mutations    change every table one place at a time, and name what neither gate nor scenario notices;'
	@echo '                  make mutations COUNT=100 SEED=1 draws changes of diagrams and tables, into docs/mutations.md'
	@echo 'make histories    count random lives of clocks against a naive witness: make histories COUNT=1000 SEED=2'
	@echo 'make runs         play ten thousand random runs of every diagram that is called sound: make runs COUNT=500'
	@echo 'make faults       play generated cases while connections break and everything comes twice: make faults COUNT=500 SEED=2'
	@echo 'make month        play a month of one municipality, 300 cases of all modules, then balance: make month COUNT=100 SEED=2'
	@echo 'make chaos        two web nodes, two workers: kill, pause and cut them off for ten minutes, then reconcile (as root)'
	@echo 'make cohort       open cases for 5,000 residents while workers are killed, then balance: make cohort COUNT=1000'
	@echo 'make tck          run a folder of the DMN compatibility kit: make tck TCK=DIR'
	@echo 'make fuzz         judge a million random expressions: make fuzz COUNT=100000 SEED=2'
	@echo 'make fuzz-forms  spoil ten thousand form files and ten thousand submissions: make fuzz-forms COUNT=500 SEED=2'
	@echo 'make fuzz-signatures  spoil ten thousand signed things of each kind: make fuzz-signatures COUNT=500 SEED=2, or MINUTES=60'
	@echo 'make bench        measure the speed of everything, into docs/performance.md; QUICK=1: two minutes, prints only'
	@echo 'make check        lint, formatting, types, imports between packages, every service folder'
	@echo 'make lock         write the Python locks anew after a change of setup.cfg (UPGRADE=1: newest releases)'
	@echo 'make clean        remove what tools made; the data in var/ stay'

run:
	$(SERVER)
	@MMS_MODE=$${MMS_MODE:-demo} exec $(BIN)/mms run

# The end-to-end tests drive one browser and one installation; the other tests share the processors. What is played by
# chance, goes through every door as everybody, or starts whole installations takes long: that goes with them, in a run
# of its own.
PLAYS := tests/faults tests/fuzz tests/hostile tests/month tests/mutation tests/runs \
	tests/catalogue/test_soundness_random.py tests/engine/test_clock_histories.py tests/feel/test_feelin.py \
	tests/forms/test_hostile.py tests/process/test_walks.py tests/setup/test_serve.py tests/web/access
test:
	$(TEST)
	$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --ignore tests/e2e $(addprefix --ignore ,$(PLAYS))

e2e:
	$(TEST)
	$(BIN)/pytest tests/e2e
	$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(PLAYS)

screenshots:
	$(TEST)
	$(BIN)/python -m tests.e2e.screenshots

scenarios:
	$(SERVER)
	$(BIN)/mms scenario

mutations:
	$(SERVER)
	$(BIN)/mms scenario --mutate $(if $(COUNT),--count $(COUNT) --report docs/mutations.md) $(if $(SEED),--seed $(SEED))

histories:
	$(TEST)
	$(BIN)/python -m tests.terms.histories $(if $(COUNT),--count $(COUNT)) $(if $(SEED),--seed $(SEED))

runs:
	$(TEST)
	$(BIN)/python -m tests.runs.run $(if $(COUNT),--count $(COUNT)) $(if $(SEED),--seed $(SEED))

faults:
	$(TEST)
	$(BIN)/python -m tests.faults.run $(if $(COUNT),--count $(COUNT)) $(if $(SEED),--seed $(SEED))

month:
	$(TEST)
	$(BIN)/python -m tests.month.run $(if $(COUNT),--count $(COUNT)) $(if $(SEED),--seed $(SEED))

chaos:
	$(TEST)
	$(BIN)/python -m tests.chaos.run $(if $(SEED),--seed $(SEED)) $(if $(MINUTES),--minutes $(MINUTES))

cohort:
	$(TEST)
	$(BIN)/python -m tests.cohorts.run $(if $(COUNT),--count $(COUNT))

tck:
	$(TEST)
	$(BIN)/python -m tests.decisions.tck $(TCK)

fuzz:
	$(TEST)
	$(BIN)/python -m tests.fuzz.run $(if $(COUNT),--count $(COUNT)) $(if $(SEED),--seed $(SEED))

fuzz-forms:
	$(TEST)
	FUZZ_FORMS=$(or $(COUNT),10000) FUZZ_SUBMISSIONS=$(or $(COUNT),10000) FUZZ_SEED=$(or $(SEED),1) \
	  $(BIN)/pytest --timeout 0 tests/fuzz/test_forms.py tests/web/test_fuzz_forms.py

fuzz-signatures:
	$(TEST)
	$(BIN)/python -m tests.fuzz.run_signatures $(if $(MINUTES),--minutes $(MINUTES)) $(if $(COUNT),--count $(COUNT)) $(if $(SEED),--seed $(SEED))

bench:
	$(TEST)
	$(BIN)/python -m bench $(if $(QUICK),--quick)

check:
	$(TEST)
	$(BIN)/ruff check --no-cache
	$(BIN)/ruff format --check --no-cache
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/mms check

lock:
	$(TEST)
	$(BIN)/python tools/lock.py $(if $(UPGRADE),--upgrade)

clean:
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build web/static/built web/static/card
	find . -name __pycache__ -not -path './.venv/*' -not -path './web/frontend/node_modules/*' -prune -exec rm -rf {} +

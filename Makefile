# Everything a person needs to know is in `make help`.
PYTHON ?= python3
BIN := .venv/bin
# Processes of tests. Each waits for its database a third of the time, so three keep two processors busy; those
# with an installation and a browser do not wait.
WORKERS ?= 3
BROWSERS ?= 2
SERVER := @$(PYTHON) tools/install.py server
TEST := @$(PYTHON) tools/install.py test

# Tests start hundreds of programs: without this each of them would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run check lint types contracts structure services test extended e2e simulate debian hostile screenshots scenarios diagrams letters mutations histories \
	runs faults month chaos cohort tck fuzz fuzz-forms fuzz-signatures bench lock clean

help:
	@echo 'Each command sets up what is missing and asks nothing.'
	@echo
	@echo 'make run          start everything, print the address; Ctrl-C stops it'
	@echo
	@echo 'Four tiers of tests (docs/testing.md); SMOKE and SMALL are what every change has to pass:'
	@echo 'make test         lint, types, contracts, all services (make check), then unit and integration tests'
	@echo 'make extended     the rest of them: real servers killed and restored, whole matrices of hostile input'
	@echo 'make e2e          end-to-end tests in a real browser: make e2e SMOKE=1'
	@echo 'make simulate     all simulations: random tests by a new seed, which it prints: make simulate SMALL=1, or SEED=2'
	@echo 'make debian       what touches the database, on a stock cluster of Debian'"'"'s package postgresql'
	@echo 'make hostile      eighty hostile bodies at every address that takes one, from nobody and each kind of account'
	@echo
	@echo 'make screenshots  take a picture of every page of the end-to-end tests'
	@echo 'make scenarios    run every scenario of every service on a throw-away database'
	@echo 'make diagrams     all diagrams in both languages, each sheet on paper of A3: var/diagrams/'
	@echo 'make letters      all letters and acts of all services in both languages, as scenarios fill them: var/letters.pdf, .txt'
	@echo 'make mutations    change every table one place at a time, name what neither validation nor scenario notices;'
	@echo '                  make mutations COUNT=100 SEED=1 draws changes of diagrams and tables, into docs/mutations.md;'
	@echo '                  SCENARIOS=20 besides: changes of names, values and words, by validation and so many by scenarios'
	@echo 'make histories    simulate random lives of clocks against a reference model: make histories COUNT=1000 SEED=2'
	@echo 'make runs         simulate ten thousand random runs of every diagram that is called sound: make runs COUNT=500'
	@echo 'make faults       fault injection: generated cases while connections break and all comes twice: make faults COUNT=500 SEED=2'
	@echo 'make month        simulate a month of one municipality, 300 cases of all modules, then balance: make month COUNT=100 SEED=2'
	@echo 'make chaos        two web nodes, two workers: kill, pause and cut them off for ten minutes, then reconcile (as root)'
	@echo 'make cohort       open cases for 5,000 residents while workers are killed, then balance: make cohort COUNT=1000'
	@echo 'make tck          run a folder of the DMN compatibility kit: make tck TCK=DIR'
	@echo 'make fuzz         judge a million random expressions: make fuzz COUNT=100000 SEED=2'
	@echo 'make fuzz-forms   spoil ten thousand form files and ten thousand submissions: make fuzz-forms COUNT=500 SEED=2'
	@echo 'make fuzz-signatures  spoil ten thousand signed things of each kind: make fuzz-signatures COUNT=500 SEED=2, or MINUTES=60'
	@echo 'make bench        measure the speed of everything, into docs/performance.md; QUICK=1: two minutes, prints only'
	@echo 'make check        lint, formatting, types, imports between packages, every service folder'
	@echo 'make lock         write the Python locks anew after a change of setup.cfg (UPGRADE=1: newest releases)'
	@echo 'make clean        remove what tools made; the data in var/ stay'

run:
	$(SERVER)
	@MMS_MODE=$${MMS_MODE:-demo} exec $(BIN)/mms run

check:
	$(TEST)
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target lint types contracts structure services

# Parts of `check`; set-up is done.
lint:
	$(BIN)/ruff check --no-cache
	$(BIN)/ruff format --check --no-cache
types:
	$(BIN)/mypy
contracts:
	$(BIN)/lint-imports --no-cache
structure:
	$(BIN)/pytest -q -n 2 tests/structure
services:
	$(BIN)/mms check

# Files go to whichever process is free, the longest first; each process has a database server of its own, and for
# end-to-end tests an installation and a browser.
PYTEST = MMS_TEST_COSTS=var/costs/$@.json $(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder
e2e: WORKERS = $(BROWSERS)

NO_OTHER_TIER := --ignore tests/structure --ignore tests/e2e --ignore tests/simulation --ignore tests/debian
test: check
	$(PYTEST) -m "not extended" tests $(NO_OTHER_TIER)

extended:
	$(TEST)
	$(PYTEST) -m extended tests $(NO_OTHER_TIER)

e2e:
	$(TEST)
	$(PYTEST) $(if $(SMOKE),-m smoke) tests/e2e

# Whole: new seeds, and new examples for the property tests of `make test`.
simulate: SEED := $(or $(SEED),$(if $(SMALL),1,$(shell od -An -N3 -tu4 /dev/urandom | tr -d ' ')))
simulate:
	$(TEST)
ifdef SMALL
	SEED=$(SEED) $(PYTEST) -m small tests/simulation
else
	SIMULATION=whole SEED=$(SEED) $(PYTEST) tests/simulation
	SIMULATION=whole SEED=$(SEED) $(PYTEST) -m "hypothesis or drawn" --hypothesis-profile=fresh --hypothesis-seed=$(SEED) \
	  tests --ignore tests/e2e --ignore tests/simulation --ignore tests/debian
endif

# On a server that somebody else has configured; what needs the server that MMS brings is left out.
DEBIAN := tests/debian tests/engine $(addprefix tests/,announcements budgets cash centers payments programmes property registers studio) tests/web/test_inbox.py tests/web/test_filters.py tests/web/test_lists.py \
  tests/web/test_time_limits.py tests/web/test_case_package.py tests/web/test_api.py \
  $(addprefix tests/setup/test_,cli.py database_fixture.py loading.py migrate.py prepare.py roles.py sessions.py transactions.py)
debian:
	@$(PYTHON) tools/install.py debian
	MMS_TEST_POSTGRES=debian $(PYTEST) $(DEBIAN)

hostile:
	$(TEST)
	HOSTILE=$(or $(PART),all) $(PYTEST) --dist load --timeout 0 tests/web/access/test_hostile_bodies.py

screenshots:
	$(TEST)
	$(BIN)/python -m tests.e2e.screenshots

scenarios:
	$(SERVER)
	$(BIN)/mms scenario

diagrams:
	$(TEST)
	$(BIN)/python -m tests.e2e.diagrams

letters:
	$(SERVER)
	PYTHONPATH=tools $(BIN)/python -m letters

mutations:
	$(SERVER)
	PYTHONPATH=tools $(BIN)/python -m mutation $(if $(COUNT),--count $(COUNT) --report docs/mutations.md) $(if $(SEED),--seed $(SEED)) $(if $(SCENARIOS),--scenarios $(SCENARIOS))

histories:
	$(TEST)
	$(BIN)/python -m tests.terms.histories $(if $(COUNT),--count $(COUNT)) $(if $(SEED),--seed $(SEED))

runs:
	$(TEST)
	$(BIN)/python -m tests.simulation.runs.run $(if $(COUNT),--count $(COUNT)) $(if $(SEED),--seed $(SEED))

faults:
	$(TEST)
	$(BIN)/python -m tests.simulation.fault_injection.run $(if $(COUNT),--count $(COUNT)) $(if $(SEED),--seed $(SEED))

month:
	$(TEST)
	$(BIN)/python -m tests.simulation.month.run $(if $(COUNT),--count $(COUNT)) $(if $(SEED),--seed $(SEED))

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
	$(BIN)/python -m tests.simulation.fuzz.run $(if $(COUNT),--count $(COUNT)) $(if $(SEED),--seed $(SEED))

fuzz-forms:
	$(TEST)
	COUNT=$(or $(COUNT),10000) SEED=$(or $(SEED),1) \
	  $(BIN)/pytest --timeout 0 tests/simulation/fuzz/test_forms.py tests/web/test_fuzz_forms.py

fuzz-signatures:
	$(TEST)
	$(BIN)/python -m tests.simulation.fuzz.run_signatures $(if $(MINUTES),--minutes $(MINUTES)) $(if $(COUNT),--count $(COUNT)) $(if $(SEED),--seed $(SEED))

bench:
	$(TEST)
	$(BIN)/python -m bench $(if $(QUICK),--quick)

lock:
	$(TEST)
	$(BIN)/python tools/lock.py $(if $(UPGRADE),--upgrade)

clean:
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build web/static/built web/static/card
	find . -name __pycache__ -not -path './.venv/*' -not -path './web/frontend/node_modules/*' -prune -exec rm -rf {} +

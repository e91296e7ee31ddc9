"""Connections to other bodies' systems, one module each.

A connector asks once and says how it ended; when and how often to ask again is the job's
decision, what the answer means for a case is the diagram's.

To add a register that is asked about a person, which needs no connector of its own: the recipe of
`engine/operations/__init__.py`.

To add a state register with a connector of its own: a connector in `engine/connectors/` (its `check`,
timeouts, refusals), its address as a setting (`engine/settings.py`), given to it in `engine/bootstrap.py`;
`engine/operations/outside.py` (a field, and `connectors` for `mms status`), an operation in
`engine/operations/state_registers.py` that says `asks_register`, that name under `reads.register` in
`web/texts/<language>/my_data.json`, a simulator in `demo/registries/`, whose address `_choose_ports` of
`engine/installation/serve.py` gives in demo mode. `tests/structure/test_operations.py`.

To change what a register is asked about a person (property, revenue, education; score, status, what the state
covers): its question in `engine/connectors/state_registers.py`, its contract in
`engine/connectors/contracts/`, an operation in `engine/operations/state_registers.py`, a branch of
`bpmn/shared/facts` or `bpmn/shared/entitlements`, `demo/facts.json` and `demo/registries/facts.py`.

To change a register that has to be called twice: its connector (the three that are asked about a person share
`state_registers.py`, `demo/registries/facts.py` and a contract each in `engine/connectors/contracts/`): one
method makes both calls and gives one answer, so that a job that is repeated repeats both; the second path in
the simulator (`demo/registries/`, its `openapi.json`). Each call has its own limit of time. What the second
call brings is named in `outputs` of the operation in `engine/operations/state_registers.py` (the rest is
dropped), then `python -m tests.golden.write`. Pages that ask while somebody waits
(`engine/answers/enquiries.py`) wait twice as long. A result that has to wait between the calls is two service
tasks in the diagram. `tests/connectors`, `mms check`.
"""

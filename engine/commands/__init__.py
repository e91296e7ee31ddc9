"""Commands: everything that can be asked of the engine, as frozen data, a module for each subject.

A command names what is wanted and carries nothing else. Who asks, under which idempotency key and when is
added by the bus. Its route, beside its handler, says who may send it (`engine/routes.py`).

To add a command: its class in `engine/commands/<area>.py`; its handler and its `Route` in
`engine/handlers/<area>.py`: who sends it, for whom, what it brings (`engine/routes.py`; a new module is named
in `engine/command_registry.py`); `tests/web/access/table.toml` (decision 129).
`tests/structure/test_routes.py`.
"""

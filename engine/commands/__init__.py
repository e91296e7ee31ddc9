"""Commands: everything that can be asked of the engine, as frozen data, a module for each subject.

A command names what is wanted and carries nothing else. Who asks, under which idempotency key and when is
added by the bus. Its route, beside its handler, says who may send it (`engine/routes.py`).

To add a command: its class in `engine/<feature>/commands` (of the core: `engine/commands/<area>.py`); its
handler and its `Route` beside it, in `handlers`: who sends it, for whom, what it brings (`engine/routes.py`;
a new module of handlers is named in `engine/command_registry.py`); what it records in `store` (of the core:
`engine/stores`); the words of its refusals in `engine/texts/<language>/errors.json`;
`tests/web/access/table.toml` (decision 129). Its page: `web/__init__.py`; its address of the API:
`web/api/__init__.py`. `tests/structure/test_routes.py`.
"""

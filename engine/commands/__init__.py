"""Commands: everything that can be asked of the engine, as frozen data, a module for each subject.

A command names what is wanted and carries nothing else. Who asks, under which idempotency key and when is
added by the bus. Its route, beside its handler, says who may send it (`engine/routes.py`).
"""

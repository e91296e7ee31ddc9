"""Configuration of gunicorn: modules are imported once, before the processes that serve pages are forked.

Each process makes its own application and engine: connections and threads do not survive a fork, modules do.
What they hold in memory is shared until it is written to.
"""

from __future__ import annotations

import gc

import web.app  # noqa: F401

gc.freeze()  # else looking for reference cycles would write to every object, and copy what is shared

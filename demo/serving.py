"""Serving a simulator until told to stop, on the loopback interface unless told otherwise.

The first line of output names the address, so that a parent process knows when to begin. Request lines
are not logged: they and what is sent are about people.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

LOOPBACK = "127.0.0.1"


class _QuietHandler(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        """Write nothing."""


def serve(
    name: str,
    application: Any,
    *,
    port: int,
    host: str = LOOPBACK,
    ready: Callable[[int], None] = lambda port: None,
) -> int:
    """Serve the application; port 0 takes a free one. `ready` hears which, before anybody else."""
    server = make_server(host, port, application, threaded=True, request_handler=_QuietHandler)
    signal.signal(signal.SIGTERM, _stop)
    ready(server.server_port)
    print(f"{name}: http://{host}:{server.server_port}", flush=True)
    with suppress(KeyboardInterrupt):
        server.serve_forever()
    server.server_close()
    return 0


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt

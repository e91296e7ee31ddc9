"""The services of the authorities, over real HTTP on this machine alone."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[bytes], bytes]
Paths = dict[str, tuple[str, Answer]]  # path → content type, what is said to a body (empty for GET)


class OutOfService(Exception):
    """What an answer raises that has to say so (status 503)."""


@contextmanager
def serving() -> Iterator[tuple[str, Paths]]:
    """Yield an address and the paths below it, to be filled; a path that is missing answers 404."""
    paths: Paths = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(b"")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])))

        def _answer(self, body: bytes) -> None:
            kind, answer = paths.get(self.path, (None, None))
            if answer is None:
                self.send_error(404)
                return
            try:
                said = answer(body)
            except OutOfService:
                self.send_error(503)
                return
            self.send_response(200)
            self.send_header("Content-Type", kind or "")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", paths
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

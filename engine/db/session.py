"""The settings of a database session that our statements rely on, on whatever server they run.

A server, a database or a role may be configured by somebody else, for other programs. Every session of
ours therefore brings its own settings when it connects. Refuses to know how long anything may take: that is
`engine.db.limits`.
"""

from __future__ import annotations

from collections.abc import Mapping

SESSION: Mapping[str, str] = {
    # How values are written in texts: statements cast to text and back.
    "timezone": "UTC",
    "datestyle": "ISO,MDY",
    "intervalstyle": "postgres",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "standard_conforming_strings": "on",
    # Where tables are found, and that policies hide rows instead of refusing the statement.
    "search_path": "public",
    "row_security": "on",
    "default_transaction_isolation": "read committed",
    # Our statements are wide and short: compiling the counts of a task list takes a hundred times as long as
    # counting.
    "jit": "off",
    # Connections wait for work, and one listens for jobs.
    "idle_session_timeout": "0",
}


def as_options(settings: Mapping[str, str]) -> str:
    """Return settings as libpq's parameter `options` takes them."""
    return " ".join(f"-c {name}={_escaped(value)}" for name, value in settings.items())


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace(" ", "\\ ")

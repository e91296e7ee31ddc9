"""Evaluates hostile expressions, each in a process of its own with little memory and little time.

    python -m tests.feel.confined  (one JSON object a line in, one a line out)

Forks for each expression, because to start Python and load the language takes longer than any of them may.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from datetime import UTC, datetime
from typing import Any

from feel import FeelError, Functions, Host, compile_expression, to_json

MEMORY = 192 * 2**20  # more than what the interpreter and the language hold when they are loaded
SECONDS = 5
FUNCTIONS = Functions.standard().plus({"parameter": Host(params=("name",), call=lambda name: 5)})
NOW = datetime(2024, 5, 6, tzinfo=UTC)


class Secret:
    """Something of the host's that a careless caller left in the context."""

    token = "s3cret"

    def __repr__(self) -> str:
        return f"Secret({self.token})"


def confine() -> None:
    with open("/proc/self/statm") as statm:
        loaded = int(statm.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (loaded + MEMORY, loaded + MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def outcome_of(text: str) -> dict[str, Any]:
    """Return the value, or the error's code; anything else that is raised is a crash."""
    context = {"x": 5, "s": "ab", "xs": [1, "a", None], "c": {"a": 1}, "secret": Secret()}
    try:
        value = to_json(compile_expression(text, functions=FUNCTIONS).evaluate(context, now=NOW))
    except FeelError as error:
        return {"error": error.code, "message": str(error)[:300]}
    except BaseException as error:
        return {"crash": f"{type(error).__name__}: {error}"[:300]}
    return {"value": json.loads(json.dumps(value, default=str))}


def serve(line: str) -> None:
    """Answer in a child, and say how it ended and what it used."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        confine()
        with os.fdopen(writing, "w") as answer:
            json.dump(outcome_of(json.loads(line)), answer)
            answer.flush()
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        written = answer.read()
    _, status, usage = os.wait4(child, 0)
    outcome = json.loads(written) if status == 0 else {"crash": f"status {status}"}
    print(json.dumps({**outcome, "seconds": usage.ru_utime + usage.ru_stime}), flush=True)


def main() -> None:
    for line in sys.stdin:
        serve(line)


if __name__ == "__main__":
    main()

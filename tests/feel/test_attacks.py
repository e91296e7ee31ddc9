"""What a hostile author may write ends in an error or a plain value, with little memory, in little time.

Every expression runs in a process of its own (see ``confined``), because a bomb that goes off would take
the tests with it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.feel.hostile import BOMBS, REACHES

ROOT = Path(__file__).parents[2]
Attack = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="module")
def attack() -> Iterator[Attack]:
    """Return a function that runs an expression in confinement."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.feel.confined"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        reading, writing = process.stdout, process.stdin

        def run(text: str) -> dict[str, Any]:
            print(json.dumps(text), file=writing, flush=True)
            outcome: dict[str, Any] = json.loads(reading.readline())
            assert "crash" not in outcome, outcome
            assert outcome["seconds"] < 3
            return outcome

        yield run
        writing.close()


@pytest.mark.parametrize("text", REACHES)
def test_python__reached_for__is_not_there(text: str, attack: Attack) -> None:
    outcome = attack(text)

    values = outcome.get("value")
    assert "error" in outcome or values in (None, False, []) or set(values) == {None}, outcome
    assert "s3cret" not in json.dumps(outcome)


@pytest.mark.parametrize(
    "text",
    [
        "secret",
        "[secret]",
        "string(secret)",
        '"" + string(secret)',
        "string join([secret])",
        "string([secret, {a: secret}])",
        'string join([string(secret)], "")',
        "get entries({a: secret})",
        "function(a) a",
        "sum",
        "[sum, parameter]",
        "string(sum)",
        "string(function(a) a)",
        "{a: sum}",
    ],
)
def test_host_object__given_out_as_a_value__shows_nothing_of_itself(text: str, attack: Attack) -> None:
    outcome = attack(text)

    shown = json.dumps(outcome)
    assert "s3cret" not in shown and " at 0x" not in shown and "object" not in shown, outcome


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"{x.__class__} %s %(x)s {0}"', "{x.__class__} %s %(x)s {0}"),
        ('string("{0.__class__}")', "{0.__class__}"),
        ('replace("ab", "(a)", "{0.__class__}$1{g<0>}")', "{0.__class__}a{g<0>}b"),
        ('string join(["{0}", "%s"], "{x!r}")', "{0}{x!r}%s"),
        ('{"__class__": 1}.__class__', 1),
        ('context put({}, "__proto__", 1).__proto__', 1),
        ('"\\u0000<script>"', "\x00<script>"),
    ],
)
def test_text__that_means_something_elsewhere__is_only_text(text: str, expected: Any, attack: Attack) -> None:
    assert attack(text)["value"] == expected


@pytest.mark.parametrize(("text", "code"), BOMBS, ids=[text[:50] for text, _ in BOMBS])
def test_bomb__of_any_kind__ends_within_the_limits(text: str, code: str | None, attack: Attack) -> None:
    outcome = attack(text)

    assert code is None or outcome.get("error") == code, str(outcome)[:300]

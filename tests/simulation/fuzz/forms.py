"""Spoils form files and submissions: what is made of a seed is always the same.

Responsible for making, and for the laws that hold for a form file alone. What an installation does with a
submission is watched by `tests/web/test_fuzz_forms.py`.
"""

from __future__ import annotations

import copy
import json
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any, Final

from forms import (
    FormError,
    InvalidAnswers,
    describe,
    load_form,
    parse_html,
    prefill,
    render,
    summarise,
    validate,
)
from forms.pages import survey

ROOT: Final = Path(__file__).parents[3]
SEEDS: Final = (ROOT / "tests/forms/editor/every_component.form", *sorted((ROOT / "bpmn").rglob("*.form")))
LONGEST: Final = 10.0  # seconds of the processor for one form, after which it counts as hanging
NASTY: Final[tuple[Any, ...]] = (
    None, True, False, 0, -1, 1, 2**31, 10**25, 0.1, 1e300, "", " ", "=", "=1", "=true", "=this", "=x.y.z",
    '="x"', "={{", "{{x}}", "=for i in 1..100000 return i", "=now()", "x" * 5_000, "ა" * 2_000, "\0",
    "\u202e", "\ud800", "../../etc/passwd", "<script>alert(1)</script>", "javascript:alert(1)", "(a+)+$",
    "2026-02-30", "31.12.2026", "99:99", "__proto__", "case", "this", [], {}, [[]], [{}], {"": ""},
    {"hide": "=true"}, {"required": "=1"}, {"mms:type": "person"}, {"mms:type": "plot"}, {"mms:min": "=[]"},
    "textfield", "textarea", "number", "datetime", "group", "dynamiclist", "taglist", "table", "expression",
    "text", "select", "checkbox", "filepicker", "documentPreview", "image", "html", "button",
)  # fmt: skip


class Hangs(Exception):
    """One thing took longer than any may."""


@contextmanager
def no_longer_than(seconds: float = LONGEST) -> Iterator[None]:
    """Stop what spends more of the processor's time; only the main thread can be stopped so."""

    def stop(*_: object) -> None:
        raise Hangs

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def form_files(chance: Random, count: int) -> Iterator[bytes]:
    """Yield form files: most are good ones with some places spoilt, the rest hardly JSON."""
    seeds = [path.read_bytes() for path in SEEDS]
    for _ in range(count):
        seed = chance.choice(seeds)
        if chance.random() < 0.1:
            yield _bytes(seed, chance)
            continue
        document = json.loads(seed)
        for _ in range(chance.choice((1, 1, 1, 1, 2, 4))):
            document = spoilt(document, chance)
        yield json.dumps(document).encode()


def spoilt(value: Any, chance: Random) -> Any:
    """Return a JSON value with one place of it spoilt."""
    places = list(_places(value))
    if not places:
        return _nasty(chance)
    holder, key = chance.choice(places)
    how = chance.randrange(6)
    if how <= 2:
        holder[key] = _nasty(chance)
    elif how == 3:
        del holder[key]
    elif how == 4:
        other, place = chance.choice(places)
        taken = other[place] if not isinstance(other, list) or place < len(other) else None
        holder[key] = json.loads(json.dumps(taken))
    else:
        for _ in range(chance.choice((1, 3, 60))):
            holder[key] = [holder[key]] if chance.random() < 0.5 else {"components": [holder[key]]}
    return value


def judge(data: bytes, submit: Callable[[Any], Any]) -> str:
    """Load a form file and use the form; return how it ended. Anything but a refusal in words is raised."""
    with no_longer_than():
        try:
            form = load_form(data)
        except FormError as refused:
            for mistake in (refused, *refused.others):
                assert describe(mistake, "ka") and describe(mistake, "en")
            return "refused"
        typed = submit(form)
        try:
            kept = validate(form, typed)
        except InvalidAnswers as refused:
            render(form, typed, errors=refused.errors, language="ka").encode()
            survey(form, typed)
            return "loaded"
        assert validate(form, kept) == kept
        summarise(form, kept, language="en")
        return "accepted"


def typed_into(chance: Random) -> Callable[[Any], Any]:
    """Return what fills in a form: its own page, some fields spoilt, sent back."""

    def submit(form: Any) -> Any:
        if chance.random() < 0.2:
            return {key: _nasty(chance) for key in [item.key for item in form.walk() if item.key]}
        names = [item.path for item in form.walk() if item.key]
        begun = prefill(form)
        render(form, begun, language="en").encode()
        return parse_html(form, submission(chance, names, {}))

    return submit


def submission(chance: Random, names: Sequence[str], good: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the fields of a request: some right, some wrong, some that no page has."""
    sent = {name: list(values) for name, values in good.items() if chance.random() < 0.8}
    for _ in range(chance.choice((1, 2, 5, 20))):
        name = chance.choice(names) if names and chance.random() < 0.8 else _name(chance, names)
        sent[name] = [_text(chance) for _ in range(chance.choice((1, 1, 1, 2, 30)))]
    return sent


def _name(chance: Random, names: Sequence[str]) -> str:
    own = chance.choice(names) if names else "x"
    return chance.choice(
        (
            f"{own}.0.x", f"{own}.9999.y", f"{own}.-1", f"__add__{own}", f"__remove__{own}.0",
            f"__remove__{own}.99", "__refresh__", "", "..", "a" * 500, "\0", f"{own}.0.__row", "_do", "_key",
            "_version", "_window", "_page", "csrf_token",
        )
    )  # fmt: skip


def _text(chance: Random) -> str:
    value = chance.choice(NASTY)
    if chance.random() < 0.2:
        value = "".join(_letter(chance) for _ in range(chance.randrange(40)))
    text = value if isinstance(value, str) else json.dumps(value)
    return text.encode("utf-8", "replace").decode()


def _nasty(chance: Random) -> Any:
    """A copy: what is spoilt further must not spoil the list."""
    return copy.deepcopy(chance.choice(NASTY))


def _letter(chance: Random) -> str:
    first, last = chance.choice(((32, 127), (0x10D0, 0x10FF), (0, 0xD7FF)))
    return chr(chance.randint(first, last))


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict | list):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from _places(value[key])


def _bytes(seed: bytes, chance: Random) -> bytes:
    spoiled = bytearray(seed)
    for _ in range(chance.choice((1, 3, 50))):
        at = chance.randrange(len(spoiled))
        spoiled[at : at + chance.choice((0, 1, 5))] = chance.randbytes(chance.choice((0, 1, 4)))
    return bytes(spoiled[: chance.choice((len(spoiled), chance.randrange(len(spoiled))))])

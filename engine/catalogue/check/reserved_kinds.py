"""The kinds of what every case has, and of what the functions give that ask for more than the case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from engine.catalogue.check.programme_kind import PROGRAMME
from engine.operations.decisions import STATUS
from engine.terms import Unit
from engine.texts import LANGUAGES, names_of
from feel.analyse import Kind, list_of, one_of
from feel.analyse.kinds import BOOLEAN, NUMBER, STRING

TERM: Final = Kind("term")
CLOCK: Final = Kind("clock")


def closed(names: Iterable[str], kind: Kind = STRING) -> Kind:
    """Return the kind of a group of values that has these names and no others."""
    return Kind("context", members=tuple((name, kind) for name in names), is_closed=True)


_IN_BOTH: Final = closed(LANGUAGES)
_REPRESENTATIVE: Final = Kind(
    "context",
    members=(
        ("personal_number", STRING),
        ("kind", STRING),
        ("name", _IN_BOTH),
        ("ground", _IN_BOTH),
    ),
    is_closed=True,
)
_ABOUT: Final = Kind(
    "context",
    members=(
        *((name, STRING) for name in ("number", "order_number", "decided_on")),
        ("service_name", _IN_BOTH),
    ),
    is_closed=True,
)
SIGNED_KIND: Final = Kind(
    "context",
    members=(
        *((name, STRING) for name in ("file", "title", "on")),
        (
            "by",
            list_of(
                Kind(
                    "context",
                    members=(("name", _IN_BOTH), ("role", STRING), ("method", STRING)),
                    is_closed=True,
                )
            ),
        ),
    ),
    is_closed=True,
)
RESERVED_KINDS: Final[Mapping[str, Kind]] = {
    "case": Kind(
        "context",
        members=(
            *((name, STRING) for name in ("number", "service", "filed_on", "due_on", "language", "channel")),
            *((name, STRING) for name in ("reason", "order_number", "decided_on")),
            ("status", one_of(("received", "in_review", *STATUS.values()))),
            ("service_name", _IN_BOTH),
            ("representative", _REPRESENTATIVE),
            ("about", _ABOUT),
        ),
        is_closed=True,
    ),
    "applicant": Kind(
        "context",
        members=(
            *((name, STRING) for name in ("personal_number", "email", "phone")),
            *((name, _IN_BOTH) for name in ("given_name", "family_name", "name")),
        ),
        is_closed=True,
    ),
    "municipality": closed(
        (
            *("code", *names_of("name"), *names_of("official"), *names_of("address"), "phone", "email"),
            *(*names_of("court"), *names_of("court_address")),
            *(*names_of("hours"), *names_of("reception")),
            *(*names_of("bank_recipient"), "iban", "treasury_code"),
        )
    ),
}
RESULTS: Final[Mapping[str, Kind]] = {
    "term": TERM,
    "clock": CLOCK,
    "settlement": Kind(
        "context",
        members=(
            *(
                (name, STRING)
                for name in ("code", *names_of("name"), "unit", *names_of("unit_name"), "municipality")
            ),
            ("altitude", NUMBER),
        ),
        is_closed=True,
    ),
    "programme": PROGRAMME,
    "format date": STRING,
    "format money": STRING,
}
# What `parameter` gives, by the kind of the parameter; a term is its number and unit.
PARAMETERS: Final[Mapping[str, Kind]] = {
    "number": NUMBER,
    "money": NUMBER,
    "text": STRING,
    "flag": BOOLEAN,
    "term": Kind("context", members=(("number", NUMBER), ("unit", one_of(Unit))), is_closed=True),
}

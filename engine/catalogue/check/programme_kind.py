"""Kind of a sub-programme in expressions: its shape in `bpmn/schemas/programmes.schema.json`."""

from __future__ import annotations

from typing import Final

from engine.texts import LANGUAGES, names_of
from feel.analyse import Kind, list_of, one_of
from feel.analyse.kinds import BOOLEAN, NUMBER, STRING

_IN_BOTH: Final = Kind("context", members=tuple((language, STRING) for language in LANGUAGES), is_closed=True)
_NAMED: Final = Kind("context", members=(("code", STRING), ("names", _IN_BOTH)), is_closed=True)
PROGRAMME: Final = Kind(
    "context",
    members=(
        *((name, STRING) for name in ("code", "valid_from", "valid_until", "route", "pay_to", "limit")),
        ("order", one_of(("own", "collective"))),
        ("limit_of", one_of(("person", "household", "address"))),
        ("without_money", one_of(("wait", "refuse"))),
        *((name, STRING) for name in ("budget_line", *names_of("name"), *names_of("act"), "article")),
        ("home_visit", BOOLEAN),
        ("restricted", BOOLEAN),
        ("parts", list_of(STRING)),
        ("documents", list_of(_NAMED)),
        (
            "amount",
            Kind(
                "context",
                members=(
                    ("rule", STRING),
                    ("figures", Kind("context")),
                    ("percent", NUMBER),
                    ("cap_tetri", NUMBER),
                    ("score_at_most", NUMBER),
                    ("state_cover", STRING),
                ),
                is_closed=True,
            ),
        ),
        ("months", NUMBER),
        (
            "conditions",
            Kind(
                "context",
                members=(
                    ("registered_here", BOOLEAN),
                    ("score_at_most", NUMBER),
                    ("event_within_days", NUMBER),
                    ("status", STRING),
                    ("age_at_least", NUMBER),
                    ("not_beside", list_of(STRING)),
                ),
                is_closed=True,
            ),
        ),
    ),
    is_closed=True,
)

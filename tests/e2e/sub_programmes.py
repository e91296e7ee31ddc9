"""Sub-programmes that are entered into force at once, for tests of what comes after their adoption."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from secrets import token_hex
from typing import Any, Final
from uuid import UUID

from engine.catalogue.programmes import Programme
from engine.catalogue.validity import Validity
from engine.commands.reference import LoadReferenceData
from engine.stores import reference
from engine.tenancy import system
from tests.e2e.installation import Installation
from tests.e2e.programme_work import LINE
from tests.e2e.tour.visit import engine_of
from tests.e2e.waiting import until
from tests.programmes.kit import SCHOOL

# Nothing is left for a person to look at, and everybody is given it who asks.
BY_TABLES: Final[dict[str, Any]] = {"parts": [], "documents": [], "route": "AUTOMATIC"}


def entered(installation: Installation, tetri: int, **said: Any) -> str:
    """Enter a sub-programme of Keda that nobody had before, in force this year; return its code."""
    with engine_of(installation) as engine:
        year, code = installation.today()[-4:], f"gift_{token_hex(4)}"
        first, end = date(int(year), 1, 1).isoformat(), date(int(year) + 1, 1, 1).isoformat()
        content = {name: value for name, value in SCHOOL.items() if name != "planned_tetri"} | {
            "code": code,
            "names": {"ka": f"საჩუქარი {code}", "en": f"Gift {code}"},
            "valid_from": first,
            "valid_until": end,
            "budget_line": LINE,
            "amount": {**SCHOOL["amount"], "figures": {"amount": tetri}},
            "conditions": {**SCHOOL["conditions"], "registered_here": False, **said.pop("conditions", {})},
            "law": {"act": {"ka": "დემო დადგენილება", "en": "Demo resolution"}, "article": None},
            "confidence": "low",
            "source": "demo",
            "note": None,
        }
        programme = Programme("keda", code, Validity.of(first, end), {**content, **BY_TABLES, **said}, True)
        engine.send(LoadReferenceData(programmes=(programme,)), actor=system())
    return code


def awaited(installation: Installation, sql: str, cases: Iterable[UUID]) -> None:
    """Wait until programs beside the web have brought all `cases` where the query finds them."""
    wanted = set(cases)
    with engine_of(installation) as engine:
        with engine.read(system()) as tx:
            keda = system(int(reference.municipality(tx, "keda").id))

        def lacking() -> set[UUID]:
            with engine.read(keda) as tx:
                return wanted - {row.id for row in tx.all(sql, cases=list(wanted))}

        until(lambda: not lacking(), lambda: f"these have not come so far: {lacking()}")

"""The first steps of a municipality, from being entered to its first decided case, and where it stands.

Each step is derived from what is there, so leaving and coming back lands where one stood. What modules lack
is asked of readiness. Nothing of a case is told but whether there is one.

To add a step: a line in `_steps`, its words `admin.first_steps.<code>.*`, its links in `PAGES` of
`web/admin/first_steps.py`. `tests/engine/test_first_steps.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from engine.clock import local_date
from engine.db.pool import Transaction
from engine.offices.administration import administered, as_the_engine
from engine.offices.readiness.facts import facts_of
from engine.offices.readiness.rules import Facts, Point, letterhead_point
from engine.queries import readiness as queries
from engine.queries.readiness import Equipment, ModuleReadiness
from engine.queries.views import Municipality
from engine.roles import ADMINISTRATOR
from engine.stores import readiness as store

OPTIONAL: Final = frozenset({"letterhead", "units"})  # nothing waits for them


@dataclass(frozen=True)
class Step:
    """One step; `waits_for` is the one without which nothing can be done here, `number` what is there."""

    code: str
    is_done: bool
    number: int = 0
    waits_for: str | None = None
    lacks: tuple[Point, ...] = ()

    @property
    def is_optional(self) -> bool:
        return self.code in OPTIONAL


@dataclass(frozen=True)
class FirstSteps:
    """The steps in their order, and the modules that they speak of."""

    municipality: Municipality
    steps: tuple[Step, ...]
    modules: tuple[ModuleReadiness, ...]

    @property
    def next(self) -> Step | None:
        """The first open step of those that others wait for; None at the end."""
        return next((step for step in self.steps if not step.is_done and not step.is_optional), None)

    @property
    def is_ready(self) -> bool:
        """Whether everything that is switched on can be used to its end."""
        return next(step.is_done for step in self.steps if step.code == "ready")


def first_steps(tx: Transaction, code: str, equipment: Equipment) -> FirstSteps:
    """Return the steps of a municipality to its administrator. Raises `NotFound`, `NotAllowed`."""
    place = administered(tx, code)
    found = queries.page(tx, code, equipment)
    ((_, facts),) = facts_of(tx, place.id, on=local_date(tx.now)).items()
    with as_the_engine(tx, place.id):
        cases = store.first_cases(tx, place.id)
    steps = _steps(facts, found.modules, is_filed=cases.is_filed, is_decided=cases.is_decided)
    return FirstSteps(found.municipality, tuple(steps), found.modules)


def _steps(
    facts: Facts, modules: tuple[ModuleReadiness, ...], *, is_filed: bool, is_decided: bool
) -> Iterator[Step]:
    yield Step("entered", is_done=True)
    papers = letterhead_point(facts)
    yield Step("letterhead", papers.is_there, lacks=() if papers.is_there else (papers,))
    yield Step("units", bool(facts.units), number=len(facts.units))
    staff = sum(number for role, number in facts.held.items() if role != ADMINISTRATOR)
    yield Step("staff", staff > 0, number=staff)
    used = [module for module in modules if module.is_on]
    yield Step("modules", bool(used), number=len(used), waits_for=None if staff else "staff")
    lacks = _together(point for module in used for point in module.lacks)
    is_ready = bool(used) and not lacks
    yield Step("ready", is_ready, waits_for=None if used else "modules", lacks=lacks)
    yield Step("filed", is_filed, waits_for=None if is_ready else "ready")
    yield Step("decided", is_decided, waits_for=None if is_filed else "filed")


def _together(points: Iterable[Point]) -> tuple[Point, ...]:
    """Return each missing thing once, with all that is missing of it in several modules."""
    found: dict[str, Point] = {}
    for point in points:
        known = found.setdefault(point.code, point)
        new = tuple(names for names in point.about if names not in known.about)
        found[point.code] = replace(known, about=known.about + new)
    return tuple(found.values())

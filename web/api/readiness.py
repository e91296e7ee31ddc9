"""API of a municipality's readiness for each module: what is there, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from engine.offices.readiness.rules import Point, said
from engine.queries.readiness import Equipment, page
from engine.queries.views import Names
from engine.roles import Right
from engine.texts import LANGUAGES
from web.api.administration import PATH, TAG
from web.api.callers import Who
from web.api.operations import operation
from web.api.shapes import shape
from web.auth import current_actor
from web.engine_access import engine


@dataclass(frozen=True)
class ReadinessPoint:
    """One thing that services need, in words; `command` is what enters it where no page does."""

    code: str
    is_there: bool
    is_required: bool
    says: Names
    command: str


@dataclass(frozen=True)
class ModulePoints:
    """A module; what is required and missing keeps it from being switched on."""

    code: str
    names: Names
    is_on: bool
    is_ready: bool
    points: tuple[ReadinessPoint, ...]


@dataclass(frozen=True)
class MunicipalityReadiness:
    """The modules, those that are on first."""

    items: tuple[ModulePoints, ...]


@operation(
    "GET",
    f"{PATH}/readiness",
    Who.OFFICE,
    does=("რა აკლია მოდულებს", "See what modules lack"),
    pages=("admin.readiness",),
    gives=shape(MunicipalityReadiness),
    tag=TAG,
    scope="administration:read",
    right=Right.SEE_READINESS,
)
def get_readiness(code: str) -> MunicipalityReadiness:
    with engine().read(current_actor()) as tx:
        found = page(tx, code, Equipment.of(engine().connections))
    return MunicipalityReadiness(
        tuple(
            ModulePoints(
                module.code,
                module.names,
                module.is_on,
                not module.lacks,
                tuple(_point(point, code) for point in module.points),
            )
            for module in found.modules
        )
    )


def _point(point: Point, code: str) -> ReadinessPoint:
    says = {language: said(point, language) for language in LANGUAGES}
    return ReadinessPoint(point.code, point.is_there, point.is_required, says, point.mended.command_in(code))

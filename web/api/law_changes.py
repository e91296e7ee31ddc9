"""Parameters of two days beside each other, of the country and of a municipality."""

from __future__ import annotations

from typing import Any

from engine.queries import law
from engine.queries.law import ComparedParameters
from web.api import administration, rollout
from web.api.callers import Who
from web.api.operations import operation
from web.api.shapes import shape
from web.api.shared import Strict, day
from web.auth import current_actor
from web.engine_access import engine


class DaysCompared(Strict):
    """From which day to which."""

    since = day()
    until = day()


@operation(
    "GET",
    "/administration/law-changes",
    Who.OFFICE,
    does=("კანონით დადგენილი მნიშვნელობების შედარება", "Compare the values by law of two days"),
    pages=("admin.law_changes",),
    asks=DaysCompared,
    gives=shape(ComparedParameters),
    **rollout.SEES,
)
def compare_law(asked: dict[str, Any]) -> ComparedParameters:
    with engine().read(current_actor()) as tx:
        return law.compared(tx, None, **asked)


@operation(
    "GET",
    f"{administration.PATH}/parameter-changes",
    Who.OFFICE,
    does=("მუნიციპალიტეტის მნიშვნელობების შედარება", "Compare the values of two days in a municipality"),
    pages=("admin.parameter_changes",),
    asks=DaysCompared,
    gives=shape(ComparedParameters),
    **administration.SEES,
)
def compare_parameters(asked: dict[str, Any], code: str) -> ComparedParameters:
    with engine().read(current_actor()) as tx:
        return law.compared(tx, code, **asked)

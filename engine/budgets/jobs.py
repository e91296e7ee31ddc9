"""Giving money that came free to whoever waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import procrastinate

from engine.budgets.commands import OfferBudget
from engine.budgets.rules import OFFER
from engine.tenancy import system

if TYPE_CHECKING:
    from engine.bootstrap import Engine


def register(
    app: procrastinate.App, engine: Engine, *, queue: str, retry: procrastinate.BaseRetryStrategy
) -> None:
    """Add the task of this module to the application."""

    @app.task(name=OFFER, queue=queue, retry=retry)
    def offer(line_id: str, municipality_id: int) -> None:
        offer_budget(engine, line_id, municipality_id)


def offer_budget(engine: Engine, line_id: str, municipality_id: int) -> None:
    """Reserve what a line has left for whoever waits. Doing it twice gives nobody more."""
    engine.send(OfferBudget(UUID(line_id)), actor=system(municipality_id))

"""Two days of the address that a page compares: a year up to today, unless somebody asks for others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from flask import request

from engine.clock import local_date
from engine.db.pool import Transaction
from web.days import day_of

A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Days:
    """The earlier day and the later one."""

    since: date
    until: date

    @property
    def sent(self) -> dict[str, str]:
        """Return the days as fields of a form and addresses hold them."""
        return {"since": self.since.isoformat(), "until": self.until.isoformat()}


def days_of_address(tx: Transaction) -> Days:
    until = day_of(request.args.get("until", "")) or local_date(tx.now)
    since = day_of(request.args.get("since", "")) or until - A_YEAR
    return Days(min(since, until), max(since, until))

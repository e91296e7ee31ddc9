"""Queries of feedback, for the heads of offices: counts, and the comments themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from engine.catalogue.published import published
from engine.catalogue.store import versions
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.feedback import store as feedback
from engine.texts import LANGUAGES

PERIOD: Final = timedelta(days=365)


@dataclass(frozen=True)
class Tally:
    """Tally of the ratings of a service, or of a page; `good` are ratings of 4 and 5."""

    kind: str
    service: Mapping[str, str] | None
    page: str | None
    number: int
    good: int
    average: Decimal


@dataclass(frozen=True)
class Comment:
    """Comment that somebody left with a rating."""

    kind: str
    service: Mapping[str, str] | None
    page: str
    rating: int
    text: str
    given_on: date


@dataclass(frozen=True)
class FeedbackPage:
    """The last year."""

    tallies: tuple[Tally, ...]
    comments: tuple[Comment, ...]


def page(tx: Transaction) -> FeedbackPage:
    """Return what the signed-in person's offices may read."""
    today = local_date(tx.now)
    since = today - PERIOD
    rows, said = feedback.counts(tx, since), feedback.comments(tx, since)
    names = {code: _name(tx, code, today) for code in {row.service_code for row in (*rows, *said)} if code}
    return FeedbackPage(
        tallies=tuple(
            Tally(
                row.kind, names.get(row.service_code), row.page, row.number, row.good, round(row.average, 1)
            )
            for row in rows
        ),
        comments=tuple(
            Comment(row.kind, names.get(row.service_code), row.page, row.rating, row.comment, row.given_on)
            for row in said
        ),
    )


def _name(tx: Transaction, code: str, today: date) -> Any:
    version_id = versions.in_force(tx, code, municipality_id=None, on=today)
    return published(tx, version_id).names if version_id is not None else dict.fromkeys(LANGUAGES, code)

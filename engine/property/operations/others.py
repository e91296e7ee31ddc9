"""Other cases about a thing: what one promises is not passed over, and those that wait hear that it is gone.

Whoever asks holds the asset's newest state to the commit, so two who decide follow each other.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from engine.cases.messages import ASSET_GONE
from engine.cases.posting import post
from engine.errors import Rejected
from engine.formats import show_date
from engine.notifications.common import TEXTS
from engine.property.store import assets
from engine.stores import messages
from engine.texts import LANGUAGES

if TYPE_CHECKING:
    from engine.steps import OpenCase

_WAITS: Final = timedelta(days=1)  # whom it does not reach by then has ended


class Overlaps(Rejected):
    """Somebody has, or is about to get, a right beside which there can be none on these days."""

    code = "asset.right_overlaps"


def refuse_promised(case: OpenCase, asset_id: UUID, *, kind: str | None = None) -> None:
    """Raise `Overlaps` where another case keeps a right to the thing (one of a kind, if it is named)."""
    found = assets.promised(case.tx, asset_id, kind=kind, but_of=case.row.id)
    if found is not None:
        raise overlapping(found)


def overlapping(found: Any) -> Overlaps:
    """Return the refusal, which says which right is in the way, until when, and in which case to read why."""
    return Overlaps(
        right=kind_words(found.kind),
        since=show_date(found.valid_from),
        until=until_words(found.valid_until),
        number=found.case_number or found.contract_no or "—",
    )


def notify_gone(case: OpenCase, asset_id: UUID, *, state: str) -> None:
    """Tell every other case that waits for it under the thing's id: the municipality has it no longer."""
    messages.lock(case.tx, ASSET_GONE, str(asset_id))
    place = case.row.municipality_id
    for row in messages.awaited_with_key(case.tx, place, ASSET_GONE, str(asset_id)):
        if row.id != case.row.id:
            post(
                case.tx,
                case.id_of("message", f"{asset_id}:{row.number}"),
                municipality_id=place,
                name=ASSET_GONE,
                key=row.number,
                payload={"state": state},
                expires_at=case.tx.now + _WAITS,
                sent_by=case.row.id,
            )
            case.record("message.sent", message=ASSET_GONE)


def kind_words(kind: str) -> dict[str, str]:
    """Return what a kind of right is called, by language."""
    return {language: TEXTS.get(language, f"asset.right.{kind}") for language in LANGUAGES}


def until_words(day: date | None) -> dict[str, str]:
    """Return the first day without a right, by language, or that there is none."""
    return {
        language: str(show_date(day)) if day else TEXTS.get(language, "asset.without_end")
        for language in LANGUAGES
    }

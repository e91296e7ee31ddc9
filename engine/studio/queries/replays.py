"""Replays of past decisions by a draft's tables, as analysts read them; see `engine.studio.tally`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from engine.cases.replaying import is_needed
from engine.catalogue.blocks import folder_of
from engine.catalogue.store import versions
from engine.db.pool import Transaction
from engine.errors import NotAllowed, NotFound
from engine.offices.administration import as_the_engine
from engine.queries.views import Names
from engine.roles import Right
from engine.stores import people, reference
from engine.studio.store import publish_requests, replays, service_drafts
from engine.studio.tally import (
    AnswerSaid,
    ChangedAnswer,
    Hindrance,
    OfPlace,
    ReplayedDecision,
    RuleSaid,
    VeiledCount,
)


@dataclass(frozen=True)
class ReplayView:
    """The replay of a draft that was asked for last.

    `reached` of `municipalities` have been gone through while it runs. `is_outdated` says that tables, their
    words or the diagram are others by now. Numbers below `fewest` are not told. `is_cut` says that there was
    more than is looked at.
    """

    id: UUID
    state: str
    reason: str | None
    law: str
    months: int
    since: date
    asked_by: Names | None
    asked_at: datetime
    ended_at: datetime | None
    reached: int
    municipalities: int
    is_outdated: bool
    fewest: int | None
    is_cut: bool
    decisions: tuple[ReplayedDecision, ...]


def of_draft(tx: Transaction, draft_id: UUID) -> ReplayView | None:
    """Return the replay of an open draft, None without one. Raises `NotFound`, `NotAllowed`."""
    if not tx.actor.may_somewhere(Right.DRAW_SERVICES):
        raise NotAllowed
    if service_drafts.find(tx, draft_id) is None:
        raise NotFound
    return _found(tx, draft_id, service_drafts.files(tx, draft_id))


def of_request(tx: Transaction, request_id: UUID) -> ReplayView | None:
    """Return the replay of the draft that is to be published; perhaps of other tables than requested.

    Raises `NotFound`, `NotAllowed`.
    """
    if not tx.actor.may_somewhere(Right.APPROVE_SERVICES):
        raise NotAllowed
    request = publish_requests.find(tx, request_id)
    if request is None:
        raise NotFound
    own = versions.folder(tx, request.version_id, f"{folder_of(request.code)}/")
    return _found(tx, request.draft_id, own)


def _found(tx: Transaction, draft_id: UUID, contents: Mapping[str, bytes]) -> ReplayView | None:
    with as_the_engine(tx):
        row = replays.of_draft(tx, draft_id)
    if row is None:
        return None
    now = {path: content.decode(errors="replace") for path, content in contents.items() if is_needed(path)}
    report = row.report or {}
    places = reference.municipalities_by_id(tx)
    return ReplayView(
        id=row.id,
        state=row.state,
        reason=row.reason,
        law=row.law,
        months=row.months,
        since=row.since,
        asked_by=people.names(tx, {row.asked_by}).get(row.asked_by),
        asked_at=row.asked_at,
        ended_at=row.ended_at,
        reached=sum(place < row.cursor["place"] for place in places) if row.cursor else len(places),
        municipalities=len(places),
        is_outdated=row.files != now,
        fewest=report.get("fewest"),
        is_cut=bool(report.get("is_cut")),
        decisions=tuple(_decision(decision) for decision in report.get("decisions", ())),
    )


def _decision(of: Mapping[str, Any]) -> ReplayedDecision:
    return ReplayedDecision(
        decision=of["decision"],
        names=of["names"],
        file=of["file"],
        looked_at=VeiledCount(**of["looked_at"]),
        same=VeiledCount(**of["same"]),
        otherwise=VeiledCount(**of["otherwise"]),
        hindered=VeiledCount(**of["hindered"]),
        changes=tuple(_change(change) for change in of["changes"]),
        rest=VeiledCount(**of["rest"]),
        hindrances=tuple(Hindrance(**hindrance) for hindrance in of["hindrances"]),
        more=VeiledCount(**of["more"]),
    )


def _change(of: Mapping[str, Any]) -> ChangedAnswer:
    return ChangedAnswer(
        then=_said(of["then"]),
        now=_said(of["now"]),
        number=of["number"],
        places=tuple(OfPlace(**place) for place in of["places"]),
        elsewhere=of["elsewhere"],
    )


def _said(of: Mapping[str, Any]) -> dict[str, AnswerSaid]:
    return {
        language: AnswerSaid(tuple(RuleSaid(**rule) for rule in said["rules"]), said["result"])
        for language, said in of.items()
    }

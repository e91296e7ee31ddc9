"""API of replays of past decisions by a draft's tables, for programs of analysts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from engine.cases.replaying import LAWS, MONTHS
from engine.studio.commands.replays import AskReplay, ReplayAsked
from engine.studio.queries import replays
from engine.studio.queries.replays import ReplayView
from web.api.callers import Who
from web.api.operations import operation
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Strict
from web.api.studio import CHANGES, DRAFT, DRAWS
from web.auth import current_actor
from web.engine_access import engine


class NewReplay(Strict):
    """The cases of how many months are gone through, and by the parameters of which time."""

    months = fields.Integer(required=True, strict=True, validate=validate.OneOf(MONTHS))
    law = fields.String(required=True, validate=validate.OneOf(LAWS))


@dataclass(frozen=True)
class PastDecisions:
    """The replay of a draft that was asked for last; null where none was asked for."""

    replay: ReplayView | None


@operation(
    "GET",
    f"{DRAFT}/replay",
    Who.OFFICE,
    does=(
        "რას გადაწყვეტდა სამუშაო ვერსია წარსულ საქმეებში",
        "See what a draft would have decided in past cases",
    ),
    pages=("studio.replay",),
    gives=shape(PastDecisions),
    **DRAWS,
)
def get_replay(draft_id: UUID) -> PastDecisions:
    with engine().read(current_actor()) as tx:
        return PastDecisions(replays.of_draft(tx, draft_id))


@operation(
    "POST",
    f"{DRAFT}/replay",
    Who.OFFICE,
    does=(
        "მოთხოვნა: რას გადაწყვეტდა სამუშაო ვერსია წარსულ საქმეებში",
        "Ask what a draft would have decided in past cases",
    ),
    pages=("studio.ask_replay",),
    takes=NewReplay,
    gives=shape(ReplayAsked),
    status=201,
    **CHANGES,
)
def ask_replay(body: dict[str, Any], draft_id: UUID) -> ReplayAsked:
    asked: ReplayAsked = send(AskReplay(draft_id, body["months"], body["law"]))
    return asked

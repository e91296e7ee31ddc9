"""Cases: a person's own, and those of the office. What is shown of one is what its page shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import g
from marshmallow import fields, validate

from engine.commands.assignment import RecuseFromCase
from engine.commands.cases import StepTaken, WithdrawCase
from engine.commands.correspondence import MarkMessagesSeen, WriteToCase
from engine.errors import NotFound
from engine.queries import cases as queries
from engine.queries import own_cases
from engine.queries.correspondence import CaseMessage
from engine.queries.own_cases import CaseCard
from engine.queries.timeline import plain as plainly
from engine.queries.views import CaseView, Names, TimelineEntry
from web.api.callers import Who, is_official
from web.api.operations import operation
from web.api.reading import sent_key, sent_version
from web.api.shapes import shape
from web.api.shared import Cursor, Strict, text
from web.auth import current_actor
from web.citizen.cases import refuse_others
from web.engine_access import engine
from web.i18n import current_language
from web.words import event_words

TAG = "cases"
READ, ACT = "cases:read", "cases:act"
# Each has an address of its own; letters are there for whoever opens them, which is recorded.
APART = frozenset({"letters", "timeline", "messages"})
Case = shape(CaseView, name="Case", but=APART)


@dataclass(frozen=True)
class CasePage:
    """A page of the person's cases, the newest first."""

    items: tuple[CaseCard, ...]
    next: str | None


@dataclass(frozen=True)
class Event:
    """Event in the history of a case."""

    at: Any
    kind: str
    who: Names | None
    words: str
    params: dict[str, Any]


@dataclass(frozen=True)
class History:
    """History of a case: its events, the oldest first."""

    items: tuple[Event, ...]


@dataclass(frozen=True)
class Messages:
    """List of the messages between applicant and office, the oldest first."""

    items: tuple[CaseMessage, ...]


class OwnCaseFilter(Cursor):
    """Filter of the list of the person's own cases."""

    show = fields.String(load_default="all", validate=validate.OneOf(own_cases.SHOWN))


class NewRecusal(Strict):
    reason = text(500)


class NewMessage(Strict):
    """A message to the other side."""

    text = text(4000)


def case_of(case_id: UUID) -> CaseView:
    """Return a case: a person's own, or one of the office that the token is for. Raises `NotFound`."""
    with engine().read(current_actor()) as tx:
        found = queries.view(tx, case_id, current_language())
        refuse_foreign(found)
    g.version = found.version
    return found


def refuse_foreign(found: CaseView) -> None:
    """Raise `NotFound` for what lies beyond the token: an office's shows nobody's own matters elsewhere."""
    if not is_official():
        refuse_others(found)
    elif found.municipality.id not in current_actor().municipalities:
        raise NotFound


@operation(
    "GET",
    "/cases",
    Who.PERSON,
    does=("პირადი საქმეების სია", "List the person's own cases"),
    pages=(
        "citizen.cases",
        "citizen.cases_as_table",
    ),
    tag=TAG,
    scope=READ,
    asks=OwnCaseFilter,
    gives=shape(CasePage),
)
def list_cases(asked: dict[str, Any]) -> CasePage:
    with engine().read(current_actor()) as tx:
        found = own_cases.own_cases(tx, asked["show"], before=asked["cursor"])
    return CasePage(found.cases, found.next_before)


@operation(
    "GET",
    "/cases/<uuid:case_id>",
    Who.EITHER,
    does=("საქმე", "Get a case"),
    pages=(
        "inbox.case",
        "citizen.case",
    ),
    tag=TAG,
    scope=READ,
    gives=Case,
)
def get_case(case_id: UUID) -> CaseView:
    return case_of(case_id)


@operation(
    "GET",
    "/cases/<uuid:case_id>/history",
    Who.EITHER,
    does=("რა მოხდა საქმეში", "Get what happened to a case"),
    pages=(
        "inbox.case",
        "citizen.case",
    ),
    tag=TAG,
    scope=READ,
    gives=shape(History),
)
def get_history(case_id: UUID) -> History:
    found = case_of(case_id).timeline
    return History(tuple(map(_event, found if is_official() else plainly(found))))


def _event(one: TimelineEntry) -> Event:
    return Event(one.at, one.kind, one.who, event_words(one), dict(one.params))


@operation(
    "GET",
    "/cases/<uuid:case_id>/messages",
    Who.EITHER,
    does=("საქმის მიმოწერა", "List the messages of a case"),
    pages=(
        "inbox.case",
        "citizen.case",
    ),
    tag=TAG,
    scope=READ,
    gives=shape(Messages),
)
def list_messages(case_id: UUID) -> Messages:
    return Messages(case_of(case_id).messages)


@operation(
    "POST",
    "/cases/<uuid:case_id>/messages",
    Who.EITHER,
    does=("მეორე მხარისთვის მიწერა", "Write to the other side of a case"),
    pages=(
        "inbox.write",
        "citizen.write",
    ),
    tag=TAG,
    scope=ACT,
    takes=NewMessage,
)
def write_message(body: dict[str, str], case_id: UUID) -> None:
    key = sent_key()
    case_of(case_id)
    command = WriteToCase(case_id, body["text"], as_office=is_official())
    engine().send(command, actor=current_actor(), key=key)


@operation(
    "POST",
    "/cases/<uuid:case_id>/messages/seen",
    Who.OFFICE,
    does=("აღნიშვნა, რომ უწყებამ წერილები ნახა", "Note that the office has seen the messages"),
    pages=("inbox.messages_seen",),
    tag=TAG,
    scope=ACT,
)
def mark_messages_seen(case_id: UUID) -> None:
    key = sent_key()
    case_of(case_id)
    engine().send(MarkMessagesSeen(case_id), actor=current_actor(), key=key)


@operation(
    "POST",
    "/cases/<uuid:case_id>/recusal",
    Who.OFFICE,
    does=("საქმისგან ჩამოშორება", "Recuse oneself from a case"),
    pages=("inbox.recuse_from_case",),
    tag=TAG,
    scope=ACT,
    takes=NewRecusal,
)
def recuse_from_case(body: dict[str, str], case_id: UUID) -> None:
    key = sent_key()
    case_of(case_id)
    engine().send(RecuseFromCase(case_id, body["reason"]), actor=current_actor(), key=key)


@operation(
    "POST",
    "/cases/<uuid:case_id>/withdrawal",
    Who.PERSON,
    does=("განცხადების გატანა", "Withdraw an application"),
    pages=("citizen.confirm_withdraw",),
    tag=TAG,
    scope=ACT,
    gives=shape(StepTaken),
    has_version=True,
)
def withdraw_case(case_id: UUID) -> StepTaken:
    key, version = sent_key(), sent_version()
    case_of(case_id)
    taken: StepTaken = engine().send(WithdrawCase(case_id, version), actor=current_actor(), key=key)
    return taken

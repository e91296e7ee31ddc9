"""API of announcements of municipalities and the state, and of people's answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from engine.announcements.commands import (
    AnnouncementPublished,
    PublishAnnouncement,
    RespondToAnnouncement,
    TellOutcome,
    WithdrawAnnouncement,
)
from engine.announcements.queries import announcements as queries
from engine.announcements.queries import questions as asked_questions
from engine.announcements.queries.announcements import Announcement
from engine.announcements.queries.questions import Question
from engine.announcements.rules import KINDS
from engine.errors import NotAllowed
from engine.queries import places
from engine.roles import Right
from web.api.callers import Who
from web.api.operations import operation
from web.api.reading import sent_key
from web.api.shapes import shape
from web.api.shared import Strict, code_field, day, text, words
from web.auth import current_actor
from web.engine_access import engine

TAG = "announcements"
PATH = "/announcements/<uuid:announcement_id>"


@dataclass(frozen=True)
class Announcements:
    """List of the announcements that run now or ended lately."""

    items: tuple[Announcement, ...]


@dataclass(frozen=True)
class AnswersSoFar:
    """An announcement, and how many have answered what; who did is known to nobody."""

    announcement: Announcement
    number: int
    stances: dict[str, int]


@dataclass(frozen=True)
class Answer:
    """An answer; who gave it is known to nobody."""

    stance: str
    text: str


@dataclass(frozen=True)
class AskedAbout:
    """A case about the announcement."""

    case_id: UUID
    number: str
    filed_at: datetime
    status: str


@dataclass(frozen=True)
class AllAnswers:
    """Answers to an announcement, cases with questions about it, and the number of answers at centres."""

    number: int
    stances: dict[str, int]
    at_centers: int
    texts: tuple[Answer, ...]
    questions: tuple[AskedAbout, ...]


class AnnouncementPlace(Strict):
    """For which municipality; for all without one."""

    municipality = code_field(required=False, load_default=None)


class NewAnnouncement(Strict):
    """Announcement to be published; without a municipality the state announces it."""

    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    titles = words()
    bodies = words()
    first_on = day()
    last_on = day()
    municipality = code_field(required=False, allow_none=True, load_default=None)
    audience = fields.List(code_field(), load_default=list, validate=validate.Length(max=64))


class Outcome(Strict):
    """Outcome of an announcement, in words of each language."""

    texts = words()


class OwnResponse(Strict):
    """An opinion, or signing up."""

    stance = text(40, required=False, load_default="")
    text = text(4000, required=False, load_default="")


@operation(
    "GET",
    "/announcements",
    Who.ANYBODY,
    does=("განცხადებები", "List announcements"),
    tag=TAG,
    asks=AnnouncementPlace,
    gives=shape(Announcements),
)
def list_announcements(asked: dict[str, Any]) -> Announcements:
    with engine().read(current_actor()) as tx:
        if asked["municipality"] is not None:
            places.municipality(tx, asked["municipality"])
        return Announcements(queries.current(tx, asked["municipality"]))


@operation(
    "GET",
    PATH,
    Who.ANYBODY,
    does=("განცხადება და პასუხების რაოდენობა", "Get an announcement and how many answered what"),
    tag=TAG,
    gives=shape(AnswersSoFar),
)
def get_announcement(announcement_id: UUID) -> AnswersSoFar:
    with engine().read(current_actor()) as tx:
        found = queries.page(tx, announcement_id)
    return AnswersSoFar(found.announcement, found.answers.number, dict(found.answers.stances))


@operation(
    "POST",
    f"{PATH}/responses",
    Who.PERSON,
    does=("განცხადებაზე პასუხი", "Answer an announcement"),
    tag=TAG,
    scope="cases:act",
    takes=OwnResponse,
)
def respond(body: dict[str, str], announcement_id: UUID) -> None:
    command = RespondToAnnouncement(announcement_id, body["stance"], body["text"])
    engine().send(command, actor=current_actor(), key=sent_key())


@operation(
    "POST",
    "/announcements",
    Who.OFFICE,
    does=("გამოცხადება", "Announce something"),
    pages=("inbox.publish_announcement",),
    tag=TAG,
    scope="reports:act",
    right=Right.ANNOUNCE,
    takes=NewAnnouncement,
    gives=shape(AnnouncementPublished),
    status=201,
)
def announce(body: dict[str, Any]) -> AnnouncementPublished:
    command = PublishAnnouncement(**{**body, "audience": tuple(body["audience"])})
    published: AnnouncementPublished = engine().send(command, actor=current_actor(), key=sent_key())
    return published


@operation(
    "POST",
    f"{PATH}/withdrawal",
    Who.OFFICE,
    does=("განცხადების გაუქმება", "Take an announcement back"),
    pages=("inbox.withdraw_announcement",),
    tag=TAG,
    scope="reports:act",
    right=Right.ANNOUNCE,
)
def withdraw_announcement(announcement_id: UUID) -> None:
    engine().send(WithdrawAnnouncement(announcement_id), actor=current_actor(), key=sent_key())


@operation(
    "POST",
    f"{PATH}/outcome",
    Who.OFFICE,
    does=("განცხადების შედეგის თქმა", "Tell what came of an announcement"),
    pages=("inbox.tell_outcome",),
    tag=TAG,
    scope="reports:act",
    right=Right.ANNOUNCE,
    takes=Outcome,
)
def tell_outcome(body: dict[str, Any], announcement_id: UUID) -> None:
    engine().send(TellOutcome(announcement_id, body["texts"]), actor=current_actor(), key=sent_key())


@operation(
    "GET",
    "/announcements/published",
    Who.OFFICE,
    does=("რა გამოაცხადა უწყებამ", "List what the office has announced"),
    pages=("inbox.announcements",),
    tag=TAG,
    scope="reports:read",
    right=Right.ANNOUNCE,
    gives=shape(Announcements),
)
def list_published() -> Announcements:
    with engine().read(current_actor()) as tx:
        return Announcements(queries.published(tx))


@operation(
    "GET",
    f"{PATH}/answers",
    Who.OFFICE,
    does=("რა უპასუხეს ადამიანებმა", "Read what people answered"),
    pages=("inbox.answers",),
    tag=TAG,
    scope="reports:read",
    right=Right.ANNOUNCE,
    gives=shape(AllAnswers),
)
def get_answers(announcement_id: UUID) -> AllAnswers:
    with engine().read(current_actor()) as tx:
        found = queries.page(tx, announcement_id)
        if not found.may_announce:
            raise NotAllowed
        asked = asked_questions.asked(tx, announcement_id)
    of = found.answers
    texts = tuple(Answer(*text) for text in of.texts)
    return AllAnswers(of.number, dict(of.stances), of.at_centers, texts, tuple(map(_asked_about, asked)))


def _asked_about(one: Question) -> AskedAbout:
    return AskedAbout(one.case_id, one.number, one.filed_at, one.status)

"""Announcing something, and answering it: each person once, by themselves or on proof that they are there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID, uuid4

from engine.announcements.commands import (
    AnnouncementPublished,
    PublishAnnouncement,
    RespondToAnnouncement,
    TellOutcome,
    WithdrawAnnouncement,
)
from engine.announcements.rules import ANSWERED_BY, KINDS, STANCES, may_announce
from engine.clock import local_date
from engine.db.pool import Transaction, without_nul
from engine.errors import NotAllowed, NotFound, Rejected
from engine.representation.mandates import ForOneselfOnly
from engine.routes import ForAnother, Route, Sender
from engine.stores import announcements, reference
from engine.tenancy import system
from engine.texts import LANGUAGES

LONGEST_TITLE, LONGEST_BODY, LONGEST_ANSWER = 200, 8000, 2000
LONGEST_PERIOD: Final = 366  # days


class AnnouncementInvalid(Rejected):
    """Something can't be announced like this."""

    code = "announcement.invalid"


class AnsweredAlready(Rejected):
    """The person has answered before; each answers once."""

    code = "announcement.answered_already"


class NothingToAnswer(Rejected):
    """The announcement asks nothing, or its period has not begun or is over."""

    code = "announcement.nothing_to_answer"


def publish_announcement(command: PublishAnnouncement, tx: Transaction) -> AnnouncementPublished:
    """Keep the announcement. Raises `AnnouncementInvalid`."""
    actor, municipality_id = tx.actor, _place(tx, command.municipality)
    if command.kind not in KINDS:
        raise AnnouncementInvalid("announcement.kind_missing")
    today = local_date(tx.now)
    days = (command.last_on - command.first_on).days
    if not 0 <= days <= LONGEST_PERIOD or command.last_on < today:
        raise AnnouncementInvalid("announcement.period_invalid", longest=LONGEST_PERIOD)
    titles = _texts(command.titles, longest=LONGEST_TITLE)
    bodies = _texts(command.bodies, longest=LONGEST_BODY)
    announcement_id = uuid4()
    tx.switch_principal(system())
    announcements.publish(
        tx,
        id=announcement_id,
        municipality_id=municipality_id,
        kind=command.kind,
        titles=titles,
        bodies=bodies,
        audience=_audience(tx, command),
        first_on=command.first_on,
        last_on=command.last_on,
        published_by=actor.person_id,
    )
    tx.switch_principal(actor)
    _log(tx, announcement_id, "published", what=command.kind, titles=titles, bodies=bodies)
    return AnnouncementPublished(announcement_id)


def withdraw_announcement(command: WithdrawAnnouncement, tx: Transaction) -> None:
    """Take it back, for those who could have announced it."""
    actor = tx.actor
    _announced(tx, command.announcement_id)
    tx.switch_principal(system())
    withdrawn = announcements.withdraw(tx, command.announcement_id, today=local_date(tx.now))
    tx.switch_principal(actor)
    if withdrawn:
        _log(tx, command.announcement_id, "withdrawn")


def tell_outcome(command: TellOutcome, tx: Transaction) -> None:
    """Tell what came of it. Raises `AnnouncementInvalid` while people may still answer."""
    actor, row = tx.actor, _announced(tx, command.announcement_id)
    if row.last_on >= local_date(tx.now):
        raise AnnouncementInvalid("announcement.still_open", last=row.last_on.isoformat())
    texts = _texts(command.texts, longest=LONGEST_BODY)
    tx.switch_principal(system())
    announcements.tell_outcome(tx, row.id, texts)
    tx.switch_principal(actor)
    _log(tx, row.id, "outcome_told", texts=texts)


def respond_to_announcement(command: RespondToAnnouncement, tx: Transaction) -> None:
    """Keep what the person says. Raises `AnsweredAlready`, `NothingToAnswer`, `AnnouncementInvalid`."""
    actor, today = tx.actor, local_date(tx.now)
    presence = actor.acts_for if actor.is_assisting else None
    if actor.acts_for is not None and presence is None:
        raise ForOneselfOnly  # a child or a company has no opinion of its own here
    row = announcements.find(tx, command.announcement_id)
    if row is None or row.withdrawn_on is not None:
        raise NotFound
    kind = ANSWERED_BY.get(row.kind)
    if kind is None or not row.first_on <= today <= row.last_on:
        raise NothingToAnswer
    if kind == "opinion" and command.stance not in STANCES:
        raise AnnouncementInvalid("announcement.stance_missing")
    body: str = without_nul(command.text).replace("\r\n", "\n").strip()
    if len(body) > LONGEST_ANSWER:
        raise AnnouncementInvalid("announcement.too_long", longest=LONGEST_ANSWER)
    if not announcements.respond(
        tx,
        id=uuid4(),
        announcement_id=row.id,
        person_id=actor.party_id,
        kind=kind,
        stance=command.stance if kind == "opinion" else None,
        body=body if kind == "opinion" else "",
        center=None if presence is None else presence.center,
        mandate_id=None if presence is None else presence.mandate_id,
        today=today,
    ):
        raise AnsweredAlready
    # The audit log keeps that they answered, not what.
    _log(tx, row.id, "answered", center=None if presence is None else presence.center)


def _place(tx: Transaction, code: str | None) -> int | None:
    place = None if code is None else reference.municipality(tx, code)
    if code is not None and place is None:
        raise NotFound
    municipality_id = None if place is None else int(place.id)
    if not may_announce(tx.actor, municipality_id):
        raise NotAllowed
    return municipality_id


def _announced(tx: Transaction, announcement_id: UUID) -> Any:
    row = announcements.find(tx, announcement_id)
    if row is None:
        raise NotFound
    if not may_announce(tx.actor, row.municipality_id):
        raise NotAllowed
    return row


def _audience(tx: Transaction, command: PublishAnnouncement) -> list[str] | None:
    """Return the municipalities it is for; a municipality speaks to its own people."""
    if command.municipality is not None:
        return [command.municipality]
    for code in command.audience:
        if reference.municipality(tx, code) is None:
            raise AnnouncementInvalid("announcement.audience_unknown")
    return sorted(set(command.audience)) or None


def _texts(said: Mapping[str, str], *, longest: int) -> dict[str, str]:
    """Return the text in every language: what is announced is read in each."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        text = without_nul(said.get(language, "")).replace("\r\n", "\n").strip()
        if not text:
            raise AnnouncementInvalid("announcement.text_missing")
        if len(text) > longest:
            raise AnnouncementInvalid("announcement.too_long", longest=longest)
        found[language] = text
    return found


def _log(tx: Transaction, announcement_id: UUID, event: str, **said: Any | date) -> None:
    tx.log(f"announcements/{announcement_id}", f"announcement.{event}", **said)


ROUTES = (
    Route(PublishAnnouncement, publish_announcement, sender=Sender.PERSON, result=AnnouncementPublished),
    Route(WithdrawAnnouncement, withdraw_announcement, sender=Sender.PERSON),
    Route(TellOutcome, tell_outcome, sender=Sender.PERSON),
    Route(
        RespondToAnnouncement,
        respond_to_announcement,
        sender=Sender.PERSON,
        for_another=ForAnother.ACT,
        at_desk=True,
    ),
)

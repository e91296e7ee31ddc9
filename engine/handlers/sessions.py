"""Ending sessions, and keeping what was sent when one had run out."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

from engine.commands.sessions import DropForm, EndAllSessions, EndOwnSession, EndSession, KeepForm, SignInDemo
from engine.db.pool import Transaction, without_nul
from engine.errors import NotAllowed, NotFound
from engine.identity.sessions import FORM_WAITS, LARGEST_FORM, FormTooLarge, ends_at, hash_token, opened
from engine.routes import ForAnother, Route, Sender
from engine.stores import people, sessions
from engine.tenancy import system


def sign_in_demo(*, is_demo: bool) -> Callable[[SignInDemo, Transaction], str]:
    """Return the handler; outside demo mode it refuses everybody."""

    def handle(command: SignInDemo, tx: Transaction) -> str:
        if not is_demo:
            raise NotAllowed
        tx.switch_principal(system())
        person = people.person(tx, command.person_id)
        if person is None or not person.is_demo:
            raise NotFound
        # In a demonstration choosing a person stands for their card.
        return opened(tx, person.id, method="demo", assurance="card", device=command.device)

    return handle


def end_session(command: EndSession, tx: Transaction) -> None:
    """End the session; ending it twice is no error."""
    tx.switch_principal(system())
    person_id = sessions.end(tx, hash_token(command.token))
    if person_id is not None:
        tx.log(f"sign-ins/{person_id}", "session.ended")


def end_own_session(command: EndOwnSession, tx: Transaction) -> None:
    """End one session of the person who asks; anybody else's does not exist."""
    actor = tx.actor
    assert actor.person_id is not None  # the permission interceptor has seen to it
    tx.switch_principal(system())
    if not sessions.end_one(tx, command.session_id, person_id=actor.person_id):
        raise NotFound
    tx.switch_principal(actor)
    tx.log(f"sign-ins/{actor.person_id}", "session.ended")


def end_all_sessions(command: EndAllSessions, tx: Transaction) -> None:
    """End every session of the person who asks, the present one too."""
    actor = tx.actor
    assert actor.person_id is not None  # the permission interceptor has seen to it
    tx.switch_principal(system())
    count = sessions.end_all(tx, actor.person_id)
    tx.switch_principal(actor)
    tx.log(f"sign-ins/{actor.person_id}", "session.all_ended", count=count)


def keep_form(command: KeepForm, tx: Transaction) -> UUID | None:
    """Keep a form for the person whose session ran out by itself; None for one that was ended on purpose.

    Whoever signed out on a shared computer leaves nothing behind that the next press of a button could
    bring back.
    """
    if sum(len(name) + len(value) for name, value in command.fields) > LARGEST_FORM:
        raise FormTooLarge
    tx.switch_principal(system())
    row = sessions.by_token(tx, hash_token(command.token))
    if row is None or row.ended_at is not None or ends_at(row) > tx.now or ends_at(row) + FORM_WAITS < tx.now:
        return None
    form_id = uuid4()
    fields = without_nul([list(pair) for pair in command.fields])
    sessions.keep_form(tx, form_id, person_id=row.person_id, path=command.path, fields=fields)
    return form_id


def drop_form(command: DropForm, tx: Transaction) -> None:
    sessions.drop_form(tx, command.form_id)


ROUTES = (
    Route(SignInDemo, build=lambda use: sign_in_demo(is_demo=use.settings.is_demo), sender=Sender.ANYBODY),
    Route(EndSession, end_session, sender=Sender.ANYBODY, for_another=ForAnother.BESIDE, at_desk=True),
    Route(EndOwnSession, end_own_session, sender=Sender.PERSON, for_another=ForAnother.BESIDE, at_desk=True),
    Route(
        EndAllSessions,
        end_all_sessions,
        sender=Sender.PERSON,
        guests=True,
        for_another=ForAnother.BESIDE,
        at_desk=True,
    ),
    Route(
        KeepForm, keep_form, sender=Sender.ANYBODY, for_another=ForAnother.BESIDE, at_desk=True, result=UUID
    ),
    Route(
        DropForm, drop_form, sender=Sender.PERSON, guests=True, for_another=ForAnother.BESIDE, at_desk=True
    ),
)

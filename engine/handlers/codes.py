"""Signing in by a one-time code: asking for one, making it, typing it.

What a person is told, and how much is done for it, is the same whether the person and the address are known
or not: who asks gets an attempt, and only a worker finds out whether there is anything to send. A wrong
guess is a result and not an error, because it must be counted for ever.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from engine.commands.contacts import (
    CodeAnswered,
    CodeRequested,
    ForgetCodes,
    IssueCode,
    IssuedCode,
    RecordWrongCode,
    RequestAnotherCode,
    RequestCode,
    SignInByCode,
)
from engine.db.pool import Transaction
from engine.identity import one_time_codes as rules
from engine.identity.code_requests import AttemptOver, ask, guess, make_room
from engine.identity.contact_address import read_contact, read_number
from engine.identity.one_time_codes import Codes
from engine.identity.sessions import FORM_WAITS, opened
from engine.routes import Route, Sender
from engine.stores import codes, contacts, guests, sessions
from engine.tenancy import system

KEPT = timedelta(days=2)  # longer than any limit looks back


def request_code(keys: Codes) -> Callable[[RequestCode, Transaction], CodeRequested]:
    """Return the handler: a row and a job, for whomever."""

    def handle(command: RequestCode, tx: Transaction) -> CodeRequested:
        number, address = read_number(command.personal_number), read_contact(command.contact)
        tx.switch_principal(system())
        asked = keys.asked(number, address.text, command.network)
        make_room(tx, asked)
        found = contacts.find(tx, number, address.text)
        person_id, contact_id = (found.person_id, found.id) if found else (None, None)
        return ask(
            tx,
            asked,
            purpose="sign_in",
            person_id=person_id,
            contact_id=contact_id,
            language=command.language,
        )

    return handle


def request_another(keys: Codes) -> Callable[[RequestAnotherCode, Transaction], CodeRequested]:
    """Return the handler: the same request again, and the code before is void."""

    def handle(command: RequestAnotherCode, tx: Transaction) -> CodeRequested:
        signed_in = tx.actor.person_id
        tx.switch_principal(system())
        row = codes.by_attempt(tx, rules.attempt_hash(command.attempt))
        if row is None or row.asked_by != (signed_in if row.purpose == "bind" else None):
            raise AttemptOver
        here = keys.asked("", "", command.network)
        asked = replace(here, pair=bytes(row.pair_mac), contact=bytes(row.contact_mac))
        make_room(tx, asked)
        codes.use_up(tx, row.id)
        same = ("purpose", "person_id", "contact_id", "kind", "address", "ground", "asked_by", "language")
        return ask(tx, asked, **{name: getattr(row, name) for name in same})

    return handle


def issue_code(keys: Codes) -> Callable[[IssueCode, Transaction], IssuedCode | None]:
    """Return the handler; None where there is nobody to send to, or nothing to wait for any more.

    Issued again, after a mail that was perhaps not accepted, it is another code: the last one counts.
    """

    def handle(command: IssueCode, tx: Transaction) -> IssuedCode | None:
        row = codes.sendable(tx, command.code_id)
        if row is None or row.contact_ended_at is not None or not (row.person_id or row.purpose == "guest"):
            return None
        if not (_has_room(tx, row) if row.person_id is not None else _has_room_for_guests(tx, row)):
            return None
        code, salt = rules.new_code(), secrets.token_bytes(rules.SALT_BYTES)
        codes.issued(tx, row.id, salt=salt, mac=keys.digest(salt, code))
        kind = row.contact_kind or row.kind
        if row.person_id is not None:
            tx.log(f"sign-ins/{row.person_id}", "code.sent", purpose=row.purpose, by=kind)
        address = row.contact_address or row.address
        return IssuedCode(code, row.person_id, kind, address, row.language, row.purpose, row.expires_at)

    return handle


def _has_room(tx: Transaction, row: Any) -> bool:
    codes.lock_person(tx, row.person_id)
    before = codes.sent_to(tx, row.person_id, span=rules.DAY, besides=row.id)
    if all(instant <= tx.now for instant in rules.room_at(before, rules.MOST_SENT)):
        return True
    tx.log(f"sign-ins/{row.person_id}", "code.not_sent")
    return False


def _has_room_for_guests(tx: Transaction, row: Any) -> bool:
    contact = bytes(row.contact_mac)
    codes.lock(tx, contact)
    before = codes.sent_to_guests(tx, contact, span=rules.DAY, besides=row.id)
    return all(instant <= tx.now for instant in rules.room_at(before, rules.MOST_SENT_TO_GUESTS))


def sign_in_by_code(keys: Codes) -> Callable[[SignInByCode, Transaction], CodeAnswered]:
    """Return the handler: one right code opens one session."""

    def handle(command: SignInByCode, tx: Transaction) -> CodeAnswered:
        tx.switch_principal(system())
        row, answer = guess(tx, keys, command.attempt, command.typed, purpose="sign_in")
        contact = row and contacts.by_id(tx, row.contact_id)
        if answer is not None or contact is None:
            return answer or CodeAnswered()
        token = opened(
            tx,
            row.person_id,
            method="code",
            assurance="code",
            device=command.device,
            contact_id=contact.id,
            by=contact.kind,
        )
        return CodeAnswered(token=token)

    return handle


def record_wrong_code(command: RecordWrongCode, tx: Transaction) -> None:
    row = codes.by_id(tx, command.code_id)
    if row is not None and row.person_id is not None:
        tx.log(f"sign-ins/{row.person_id}", "code.wrong", tries=command.tries)


def forget_codes(command: ForgetCodes, tx: Transaction) -> None:
    """Forget what nobody needs any more: requests, and forms that were sent too late and never again."""
    codes.forget(tx, before=tx.now - KEPT)
    sessions.forget_forms(tx, before=tx.now - FORM_WAITS)
    guests.forget_tries(tx, before=tx.now - KEPT)


ROUTES = (
    Route(RequestCode, build=lambda use: request_code(use.codes), sender=Sender.ANYBODY),
    Route(RequestAnotherCode, build=lambda use: request_another(use.codes), sender=Sender.ANYBODY),
    Route(IssueCode, build=lambda use: issue_code(use.codes), sender=Sender.SYSTEM),
    Route(SignInByCode, build=lambda use: sign_in_by_code(use.codes), sender=Sender.ANYBODY),
    Route(RecordWrongCode, record_wrong_code, sender=Sender.SYSTEM),
    Route(ForgetCodes, forget_codes, sender=Sender.SYSTEM),
)

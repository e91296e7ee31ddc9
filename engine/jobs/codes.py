"""Sending one-time codes, and what else happens about contacts behind the page's back.

A code is made here, at the moment of sending: neither the queue nor the database ever holds it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import procrastinate

from engine.commands.channels import MarkUnreachable
from engine.commands.contacts import ForgetCodes, IssueCode, IssuedCode, RecordWrongCode
from engine.errors import Rejected, Unavailable
from engine.formats import full_name
from engine.identity.contact_address import Address, masked
from engine.identity.tracking import TrackingCodes, grouped
from engine.notifications.codes import code_letter, code_message, contact_letter, tracking_letter
from engine.notifications.common import TEXTS
from engine.notifications.letters import Letter
from engine.notifications.mail import Envelope
from engine.stores import cases, contacts, people
from engine.tenancy import system
from engine.texts import OFFICIAL

if TYPE_CHECKING:
    from engine.bootstrap import Engine

FORGET = "forget_codes"


def register(
    app: procrastinate.App, engine: Engine, *, queue: str, retry: procrastinate.BaseRetryStrategy
) -> None:
    """Add the tasks of this module to the application."""

    @app.task(name="send_code", queue=queue, retry=retry)
    def send(code_id: str) -> None:
        send_code(engine, UUID(code_id))

    @app.task(name="note_wrong_code", queue=queue, retry=retry)
    def note(code_id: str, tries: int) -> None:
        engine.send(RecordWrongCode(UUID(code_id), tries), actor=system())

    @app.task(name="tell_of_contact", queue=queue, retry=retry)
    def tell(contact_id: int) -> None:
        notify_of_contact(engine, contact_id)

    @app.task(name="send_tracking_code", queue=queue, retry=retry)
    def track(case_id: str, municipality_id: int) -> None:
        send_tracking_code(engine, UUID(case_id), municipality_id)

    @app.periodic(cron="17 * * * *")
    @app.task(name=FORGET, queue=queue, queueing_lock=FORGET)
    def forget(timestamp: int) -> None:
        del timestamp
        engine.send(ForgetCodes(), actor=system())


def send_code(engine: Engine, code_id: UUID) -> None:
    """Make and send the code of a request, if there is anybody to send it to.

    Raises `Unavailable` when it is not taken now; the next attempt sends another code, as long as the first
    would have been good. What is refused for good leaves a person waiting, who is told on the page what to
    do then.
    """
    issued: IssuedCode | None = engine.send(IssueCode(code_id), actor=system())
    if issued is None:
        return
    try:
        if issued.kind == "phone":
            _by_phone(engine, issued)
        else:
            letter = code_letter(issued, is_desk=issued.purpose == "bind")
            mail(engine, letter, issued.address, letter_id=f"code-{uuid4()}")
    except Rejected:
        if issued.person_id is not None:
            engine.send(MarkUnreachable(issued.person_id, issued.address), actor=system())


def _by_phone(engine: Engine, issued: IssuedCode) -> None:
    gateway = engine.connections.sms
    if gateway is None:
        raise Unavailable("registry.not_configured", system="sms")
    gateway.send(str(uuid4()), issued.address, code_message(issued))


def mail(engine: Engine, letter: Letter, address: str, *, letter_id: str, name: str = "") -> None:
    """Send a letter that belongs to no case."""
    connections = engine.connections
    if connections.smtp_url is None:
        raise Unavailable("mail.not_configured")
    mailer = connections.mailer()
    mailer.send(Envelope(letter_id, address, name, engine.clock.now()), letter)


def notify_of_contact(engine: Engine, contact_id: int) -> None:
    """Tell a person at their other e-mail addresses that a contact was added."""
    with engine.read(system()) as tx:
        new = contacts.by_id(tx, contact_id)
        if new is None:
            return
        person = people.person(tx, new.person_id)
        others = {row.address for row in contacts.of_person(tx, new.person_id) if row.kind == "email"}
    others |= {person.email} if person.email else set()
    link = f"{engine.connections.public_url}/account"
    shown = masked(Address(new.kind, new.address))
    for address in sorted(others - {new.address}):
        try:
            letter = contact_letter(shown, link, OFFICIAL)
            mail(engine, letter, address, letter_id=f"contact-{new.id}", name=full_name(person)[OFFICIAL])
        except Rejected:
            continue


def send_tracking_code(engine: Engine, case_id: UUID, municipality_id: int) -> None:
    """Send a guest the code of their case. It is derived here: the queue never holds it."""
    with engine.read(system(municipality_id)) as tx:
        case = cases.load(tx, case_id)
        person = None if case is None else people.person(tx, case.applicant_id)
    if case is None or person is None or person.claimed_number is None:
        return
    code = grouped(TrackingCodes(engine.settings.secret).code(case_id))
    facts = {"number": case.number, "code": code, "link": f"{engine.connections.public_url}/track"}
    try:
        if person.email:
            letter = tracking_letter(case.language, **facts)
            mail(engine, letter, person.email, letter_id=f"code-{case_id}")
        elif engine.connections.sms is not None:
            words = TEXTS.get(case.language, "contacts.tracking.sms", **facts)
            engine.connections.sms.send(f"code-{case_id}", person.phone, words)
    except Rejected:
        return

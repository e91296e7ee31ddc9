"""Choosing how to hear of letters, stopping to, and noting where nothing arrives."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.commands.channels import ChooseChannel, DropChannelOfCase, MarkUnreachable, StopCopies, TakeBounce
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.identity.contact_address import Kind
from engine.notifications.channels import StopLinks, Way
from engine.representation.mandates import ForOneselfOnly
from engine.routes import ForAnother, Route, Sender
from engine.stores import channels, contacts, papers, people
from engine.tenancy import system
from engine.texts import OFFICIAL

CHANNELS: Mapping[Kind, Way] = {"email": "email", "phone": "sms"}  # by the kind of the contact


def choose_channel(command: ChooseChannel, tx: Transaction) -> None:
    """Keep the choice. The contact must be the person's own, the case theirs or whom they act for."""
    person_id = tx.actor.person_id
    assert person_id is not None  # the permission interceptor has seen to it
    if command.case_id is None and tx.actor.acts_for is not None:
        raise ForOneselfOnly  # for all cases one chooses for oneself
    if command.case_id is not None and not channels.is_applicant(tx, tx.actor.party_id, command.case_id):
        raise NotFound
    channel: Way = "portal"
    if command.contact_id is not None:
        contact = contacts.by_id(tx, command.contact_id)
        if contact is None or contact.person_id != person_id:
            raise NotFound
        channel = CHANNELS[contact.kind]
    channels.choose(
        tx,
        person_id=person_id,
        case_id=command.case_id,
        channel=channel,
        contact_id=command.contact_id,
        language=command.language,
    )
    tx.log(f"sign-ins/{person_id}", "channel.chosen", channel=channel)


def drop_channel_of_case(command: DropChannelOfCase, tx: Transaction) -> None:
    assert tx.actor.person_id is not None  # the permission interceptor has seen to it
    channels.drop_of_case(tx, tx.actor.person_id, command.case_id)


def stop_copies(links: StopLinks) -> Callable[[StopCopies, Transaction], None]:
    """Return the handler: the signed link is all that is needed, and stopping is all it can do."""

    def handle(command: StopCopies, tx: Transaction) -> None:
        person_id = links.person(command.token)
        tx.switch_principal(system())
        if people.person(tx, person_id) is None:
            raise NotFound
        before = channels.choice(tx, person_id, None)
        channels.drop_of_cases(tx, person_id)
        channels.choose(
            tx,
            person_id=person_id,
            case_id=None,
            channel="portal",
            contact_id=None,
            language=before.language if before else OFFICIAL,
        )
        tx.log(f"sign-ins/{person_id}", "channel.stopped")

    return handle


def mark_unreachable(command: MarkUnreachable, tx: Transaction) -> None:
    if channels.mark_unreachable(tx, command.person_id, command.address):
        tx.log(f"sign-ins/{command.person_id}", "contact.unreachable")


def take_bounce(command: TakeBounce, tx: Transaction) -> None:
    """Believe a report if the letter exists, was mailed, and its applicant has that address."""
    row = papers.letter_anywhere(tx, command.letter_id)
    if row is None or row.mailed_at is None:
        return
    person = people.person(tx, row.applicant_id)
    known = {contact.address for contact in contacts.of_person(tx, row.applicant_id)}
    known |= {person.email} if person and person.email else set()
    for address in known:
        if address.lower() == command.address:
            mark_unreachable(MarkUnreachable(row.applicant_id, address), tx)


ROUTES = (
    Route(ChooseChannel, choose_channel, sender=Sender.PERSON, for_another=ForAnother.BESIDE),
    Route(DropChannelOfCase, drop_channel_of_case, sender=Sender.PERSON, for_another=ForAnother.BESIDE),
    Route(StopCopies, build=lambda use: stop_copies(StopLinks(use.settings.secret)), sender=Sender.ANYBODY),
    Route(MarkUnreachable, mark_unreachable, sender=Sender.SYSTEM),
    Route(TakeBounce, take_bounce, sender=Sender.SYSTEM),
)

"""API of own data: what is kept, who looked at it, and how the person hears of letters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from engine.commands.channels import ChooseChannel, DropChannelOfCase
from engine.commands.correspondence import WriteToCase
from engine.queries import channels, contacts, reads
from engine.queries.channels import Chosen
from engine.queries.contacts import OwnContact
from engine.queries.reads import ReadEntry
from engine.registers.queries.register_history import History, own_history
from engine.texts import LANGUAGES
from web.api.callers import Who
from web.api.cases import case_of
from web.api.operations import operation
from web.api.reading import sent_key
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Cursor, Strict, text
from web.auth import current_actor
from web.engine_access import engine

TAG = "own_data"
CASE = "/cases/<uuid:case_id>"


@dataclass(frozen=True)
class RegisterHistories:
    """History of the person's entries in registers, each state with its days."""

    items: tuple[History, ...]


@dataclass(frozen=True)
class Looks:
    """Page of the log of who read the person's data, the newest first."""

    items: tuple[ReadEntry, ...]
    next: str | None


@dataclass(frozen=True)
class Channels:
    """Channel for copies of letters (null: nothing was ever chosen), and the addresses to choose from."""

    chosen: Chosen | None
    contacts: tuple[OwnContact, ...]


class NewChannel(Strict):
    """Choice of the address for copies (null: letters stay in the portal), and of the language."""

    contact_id = fields.Integer(
        required=True, allow_none=True, strict=True, validate=validate.Range(min=1, max=2**53)
    )
    language = fields.String(required=True, validate=validate.OneOf(LANGUAGES))


class CorrectionRequest(Strict):
    """Request to correct data: what is wrong, and how it should be."""

    text = text(4000)


@operation(
    "GET",
    "/register-history",
    Who.PERSON,
    does=("რა ეწერა რეესტრებში პირზე", "See what registers have said of the person"),
    pages=("citizen.my_data",),
    tag=TAG,
    scope="registers:read",
    gives=shape(RegisterHistories),
)
def list_register_history() -> RegisterHistories:
    with engine().read(current_actor()) as tx:
        return RegisterHistories(own_history(tx))


@operation(
    "GET",
    "/reads",
    Who.PERSON,
    does=("ვინ ნახა პირის მონაცემები", "See who looked at the person's data"),
    pages=("citizen.own_reads",),
    tag=TAG,
    scope="cases:read",
    asks=Cursor,
    gives=shape(Looks),
)
def list_reads(asked: dict[str, Any]) -> Looks:
    with engine().read(current_actor()) as tx:
        page = reads.own_reads(tx, asked["cursor"])
    return Looks(page.reads, page.next_before)


@operation(
    "POST",
    f"{CASE}/corrections",
    Who.PERSON,
    does=("მონაცემების გასწორების თხოვნა", "Ask that data be put right"),
    pages=("citizen.ask_correction",),
    tag=TAG,
    scope="cases:act",
    takes=CorrectionRequest,
)
def ask_correction(body: dict[str, str], case_id: UUID) -> None:
    key = sent_key()
    case_of(case_id)
    engine().send(WriteToCase(case_id, body["text"], kind="correction"), actor=current_actor(), key=key)


@operation(
    "GET",
    "/channels",
    Who.PERSON,
    does=("სად იგზავნება წერილების ასლები", "See where copies of letters go"),
    tag=TAG,
    scope="letters:read",
    gives=shape(Channels),
)
def get_channels() -> Channels:
    with engine().read(current_actor()) as tx:
        return Channels(channels.chosen(tx, None), contacts.mine(tx))


@operation(
    "POST",
    "/channels",
    Who.PERSON,
    does=("ასლების მისამართის არჩევა", "Choose where copies go"),
    tag=TAG,
    scope="cases:act",
    takes=NewChannel,
)
def choose_channel(body: dict[str, Any]) -> None:
    send(ChooseChannel(body["contact_id"], body["language"]))


@operation(
    "POST",
    f"{CASE}/channel",
    Who.PERSON,
    does=("ერთი საქმისთვის არჩევა", "Choose it for one case"),
    tag=TAG,
    scope="cases:act",
    takes=NewChannel,
)
def choose_channel_of_case(body: dict[str, Any], case_id: UUID) -> None:
    sent_key()
    case_of(case_id)
    send(ChooseChannel(body["contact_id"], body["language"], case_id))


@operation(
    "POST",
    f"{CASE}/channel/usual",
    Who.PERSON,
    does=("საქმე როგორც სხვები", "Let a case do as all others"),
    tag=TAG,
    scope="cases:act",
)
def drop_channel_of_case(case_id: UUID) -> None:
    sent_key()
    case_of(case_id)
    send(DropChannelOfCase(case_id))

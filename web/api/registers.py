"""Registers: what everybody may read, what they hold of the person, and certificates of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from engine.errors import NotFound
from engine.queries import places
from engine.queries.public_permits import LAST_PAGE, permits_page
from engine.queries.views import Names
from engine.registers.commands.certificates import IssueCertificate
from engine.registers.queries import certificates
from engine.registers.queries.certificates import OwnEntry, Verified
from web import rate_limits
from web.api.callers import Who
from web.api.operations import operation
from web.api.reading import sent_key
from web.api.refusals import Unreadable
from web.api.shapes import shape
from web.api.shared import Strict
from web.auth import current_actor
from web.engine_access import engine

TAG = "registers"


@dataclass(frozen=True)
class Permit:
    """A construction permit, about the object and nobody."""

    number: str
    state: str
    work_kind: str
    building_class: int
    cadastral_code: str
    plot_address: str | None
    decided_on: date
    valid_until: date | None
    accepted_on: date | None
    ground: str | None
    change_number: str | None


@dataclass(frozen=True)
class Permits:
    """A page of permits, the newest first."""

    items: tuple[Permit, ...]
    next: str | None


@dataclass(frozen=True)
class Entries:
    """List of the person's entries in registers today."""

    items: tuple[OwnEntry, ...]


@dataclass(frozen=True)
class Issued:
    """A certificate as it was issued; anybody checks it by its code."""

    certificate_id: UUID
    number: str
    code: str
    register: Names
    issued_at: datetime


@dataclass(frozen=True)
class Certificates:
    """The certificates of the person."""

    items: tuple[Issued, ...]


class PageNumber(Strict):
    """Cursor of a list by page number: where it goes on."""

    cursor = fields.String(load_default="1", validate=validate.Regexp("^[1-9][0-9]{0,3}$"))


@operation(
    "GET",
    "/municipalities/<name:code>/permits",
    Who.ANYBODY,
    does=("მშენებლობის ნებართვები", "List construction permits"),
    tag=TAG,
    asks=PageNumber,
    gives=shape(Permits),
)
def list_permits(asked: dict[str, str], code: str) -> Permits:
    number = int(asked["cursor"])
    if number > LAST_PAGE:
        raise Unreadable("api.page_unknown", status=422)
    with engine().read(current_actor()) as tx:
        place = places.municipality(tx, code)
        page = permits_page(tx, place.code, number)
    following = None if page.next_page is None else str(page.next_page)
    return Permits(tuple(map(_permit, page.permits)), following)


@operation(
    "GET",
    "/certificates/<code>",
    Who.ANYBODY,
    does=("ცნობის შემოწმება კოდით", "Check a certificate by its code"),
    tag=TAG,
    gives=shape(Verified),
)
def verify_certificate(code: str) -> Verified:
    rate_limits.hit("verify", by_name=False)
    typed = certificates.code_of(code)
    with engine().read(current_actor()) as tx:
        found = certificates.verify(tx, typed) if typed else None
    if found is None:
        raise NotFound
    return found


@operation(
    "GET",
    "/register-entries",
    Who.PERSON,
    does=("რა წერია რეესტრებში პირზე", "List what registers hold of the person"),
    pages=("citizen.my_data",),
    tag=TAG,
    scope="registers:read",
    gives=shape(Entries),
)
def list_entries() -> Entries:
    with engine().read(current_actor()) as tx:
        return Entries(certificates.own_entries(tx))


@operation(
    "GET",
    "/certificates",
    Who.PERSON,
    does=("პირის ცნობები", "List the person's certificates"),
    pages=("citizen.my_data",),
    tag=TAG,
    scope="registers:read",
    gives=shape(Certificates),
)
def list_certificates() -> Certificates:
    with engine().read(current_actor()) as tx:
        found = certificates.own_certificates(tx)
    return Certificates(tuple(map(_issued, found)))


@operation(
    "POST",
    "/register-entries/<uuid:entry_id>/certificates",
    Who.PERSON,
    does=("ჩანაწერის ცნობის აღება", "Take a certificate of an entry"),
    pages=("citizen.issue",),
    tag=TAG,
    scope="registers:act",
)
def issue_certificate(entry_id: UUID) -> None:
    engine().send(IssueCertificate(entry_id), actor=current_actor(), key=sent_key())


def _permit(row: Any) -> Permit:
    return Permit(
        row.number,
        row.state,
        row.work_kind,
        row.building_class,
        row.cadastral_code,
        row.plot_address,
        row.decided_on,
        row.valid_until,
        row.accepted_on,
        row.ground,
        row.change_number,
    )


def _issued(one: certificates.Certificate) -> Issued:
    return Issued(one.certificate_id, one.number, one.code, one.content["register"], one.issued_at)

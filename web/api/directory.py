"""The directory of services that community centres help people to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import g
from marshmallow import fields, validate

from engine.centers.commands.directory import (
    PartnerServiceSet,
    SetPartner,
    SetPartnerService,
    WithdrawPartnerService,
)
from engine.centers.queries import directory as queries
from engine.centers.queries.directory import Listed, Partner
from engine.centers.rules.directory import CELLS, CONFIDENCES, WITH_SOURCE
from engine.queries.views import Names
from engine.roles import Right
from web.api.callers import Who
from web.api.operations import operation
from web.api.reading import sent_key, sent_version
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Strict, text, words
from web.auth import current_actor
from web.engine_access import engine

TAG = "directory"
ONE = "/directory/services/<uuid:service_id>"
SETS: dict[str, Any] = {"tag": TAG, "scope": "administration:act", "right": Right.KEEP_DIRECTORY}


@dataclass(frozen=True)
class DirectoryServices:
    """List of the partners' services in the directory that answer a search, and the partners' names."""

    items: tuple[Listed, ...]
    partners: Mapping[str, Names]


@dataclass(frozen=True)
class Partners:
    """Whose services the centres help people to."""

    items: tuple[Partner, ...]


class ServiceFilter(Strict):
    """By words, and of one partner."""

    q = text(100, required=False, load_default="")
    partner = text(60, required=False, load_default="")


class DirectoryServiceContent(Strict):
    """Content of a partner's service, by cell and language, and the sources that it rests on."""

    partner = text(60)
    names = words()
    cells = fields.Dict(keys=fields.String(validate=validate.OneOf(CELLS)), values=words(), load_default=dict)
    link = text(500, required=False, load_default="")
    sources = fields.Dict(
        keys=fields.String(validate=validate.OneOf(WITH_SOURCE)), values=text(500), load_default=dict
    )
    source = text(500)
    confidence = fields.String(required=True, validate=validate.OneOf(CONFIDENCES))


class DirectoryPartnerContent(Strict):
    """A partner of the centres."""

    code = text(60)
    names = words()
    source = text(500)
    confidence = fields.String(required=True, validate=validate.OneOf(CONFIDENCES))


@operation(
    "GET",
    "/directory/services",
    Who.ANYBODY,
    does=("პარტნიორების სერვისების ძებნა", "Look for services of partners"),
    pages=("center.directory",),
    tag=TAG,
    asks=ServiceFilter,
    gives=shape(DirectoryServices),
)
def list_directory(asked: dict[str, str]) -> DirectoryServices:
    with engine().read(current_actor()) as tx:
        page = queries.page(tx, question=" ".join(asked["q"].split()), partner=asked["partner"])
    partners = {code: names for code, names in page.partners.items() if names is not None}
    return DirectoryServices(page.services, partners)


@operation(
    "GET",
    ONE,
    Who.ANYBODY,
    does=("პარტნიორის სერვისი", "Get a service of a partner"),
    pages=("center.directory_service",),
    tag=TAG,
    gives=shape(Listed),
)
def get_directory_service(service_id: UUID) -> Listed:
    with engine().read(current_actor()) as tx:
        found = queries.service(tx, service_id)
    g.version = found.version
    return found


@operation(
    "POST",
    "/directory/services",
    Who.OFFICE,
    does=("პარტნიორის სერვისის შეყვანა", "Enter a service of a partner"),
    pages=("center.enter_directory_service",),
    takes=DirectoryServiceContent,
    gives=shape(PartnerServiceSet),
    status=201,
    **SETS,
)
def add_directory_service(body: dict[str, Any]) -> PartnerServiceSet:
    entered: PartnerServiceSet = send(SetPartnerService(**body))
    return entered


@operation(
    "POST",
    ONE,
    Who.OFFICE,
    does=("პარტნიორის სერვისის შეცვლა", "Change a service of a partner"),
    pages=("center.keep_directory_service",),
    takes=DirectoryServiceContent,
    has_version=True,
    **SETS,
)
def change_directory_service(body: dict[str, Any], service_id: UUID) -> None:
    sent_key()
    send(SetPartnerService(**body, service_id=service_id, seen_version=sent_version()))


@operation(
    "POST",
    f"{ONE}/withdrawal",
    Who.OFFICE,
    does=("სერვისის ცნობარიდან ამოღება", "Take a service off the directory"),
    pages=("center.withdraw_directory_service",),
    has_version=True,
    **SETS,
)
def withdraw_directory_service(service_id: UUID) -> None:
    sent_key()
    send(WithdrawPartnerService(service_id, sent_version()))


@operation(
    "GET",
    "/directory/partners",
    Who.ANYBODY,
    does=("პარტნიორები", "List the partners"),
    pages=("center.directory_partners", "admin.partners_file"),
    tag=TAG,
    gives=shape(Partners),
)
def list_directory_partners() -> Partners:
    with engine().read(current_actor()) as tx:
        return Partners(queries.partners(tx))


@operation(
    "POST",
    "/directory/partners",
    Who.OFFICE,
    does=("პარტნიორის შეყვანა", "Enter a partner"),
    pages=("center.set_directory_partner",),
    takes=DirectoryPartnerContent,
    **SETS,
)
def set_directory_partner(body: dict[str, Any]) -> None:
    send(SetPartner(**body))

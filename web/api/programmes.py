"""Programmes of aid: the years, a draft and its sub-programmes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import g
from marshmallow import fields

from engine.programmes.commands import (
    CloseProgrammeYear,
    RemoveSubProgramme,
    SetSubProgramme,
    SubProgrammeSet,
)
from engine.programmes.queries import programmes
from engine.programmes.queries.programmes import PlaceProgrammes, ProgrammeView, SubProgrammeView
from engine.roles import Right
from web.api.callers import Who
from web.api.operations import operation
from web.api.reading import sent_key, sent_version
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Strict
from web.auth import current_actor
from web.engine_access import engine

TAG = "registers"
PROGRAMME = "/programmes/<uuid:programme_id>"
SUB_PROGRAMME = f"{PROGRAMME}/sub-programmes/<name:code>"
READS: dict[str, Any] = {"tag": TAG, "scope": "registers:read"}
SETS: dict[str, Any] = {"tag": TAG, "scope": "registers:act", "right": Right.KEEP_PROGRAMMES}


@dataclass(frozen=True)
class Programmes:
    """List of the programmes of aid in force and of those drawn up, by municipality."""

    items: tuple[PlaceProgrammes, ...]


class SubProgrammeSaid(Strict):
    """Content of a sub-programme, shaped as `programmes.schema.json` has it, without its act."""

    content = fields.Dict(keys=fields.String(), required=True)


@operation(
    "GET",
    "/programmes",
    Who.OFFICE,
    does=("სოციალური პროგრამები", "List the programmes of aid"),
    pages=("inbox.programmes",),
    gives=shape(Programmes),
    **READS,
)
def list_programmes() -> Programmes:
    with engine().read(current_actor()) as tx:
        return Programmes(programmes.places(tx))


@operation(
    "GET",
    PROGRAMME,
    Who.OFFICE,
    does=("წლის პროგრამა ან ცვლილება", "Get a programme of a year, or an amendment"),
    pages=("inbox.programme",),
    gives=shape(ProgrammeView),
    **READS,
)
def get_programme(programme_id: UUID) -> ProgrammeView:
    with engine().read(current_actor()) as tx:
        return programmes.programme(tx, programme_id)


@operation(
    "POST",
    f"{PROGRAMME}/close",
    Who.OFFICE,
    does=("წლის დახურვა", "Close the year of a programme"),
    pages=("inbox.close_programme",),
    **SETS,
)
def close_programme_year(programme_id: UUID) -> None:
    send(CloseProgrammeYear(programme_id))


@operation(
    "POST",
    f"{PROGRAMME}/sub-programmes",
    Who.OFFICE,
    does=("ქვეპროგრამის დამატება პროექტში", "Add a sub-programme to a draft"),
    pages=("inbox.add_sub_programme",),
    takes=SubProgrammeSaid,
    gives=shape(SubProgrammeSet),
    status=201,
    **SETS,
)
def add_sub_programme(body: dict[str, Any], programme_id: UUID) -> SubProgrammeSet:
    kept: SubProgrammeSet = send(SetSubProgramme(programme_id, None, body["content"]))
    return kept


@operation(
    "GET",
    SUB_PROGRAMME,
    Who.OFFICE,
    does=("ქვეპროგრამა", "Get a sub-programme of a programme"),
    pages=("inbox.sub_programme",),
    gives=shape(SubProgrammeView),
    **READS,
)
def get_sub_programme(programme_id: UUID, code: str) -> SubProgrammeView:
    return _found(programme_id, code)


@operation(
    "POST",
    SUB_PROGRAMME,
    Who.OFFICE,
    does=("ქვეპროგრამის შეცვლა პროექტში", "Change a sub-programme of a draft"),
    pages=("inbox.change_sub_programme",),
    takes=SubProgrammeSaid,
    gives=shape(SubProgrammeSet),
    has_version=True,
    **SETS,
)
def change_sub_programme(body: dict[str, Any], programme_id: UUID, code: str) -> SubProgrammeSet:
    sent_key()
    version = sent_version()
    _found(programme_id, code)
    kept: SubProgrammeSet = send(SetSubProgramme(programme_id, code, body["content"], version))
    return kept


@operation(
    "POST",
    f"{SUB_PROGRAMME}/remove",
    Who.OFFICE,
    does=("ქვეპროგრამის ამოღება პროექტიდან", "Take a sub-programme out of a draft"),
    pages=("inbox.remove_sub_programme",),
    has_version=True,
    **SETS,
)
def remove_sub_programme(programme_id: UUID, code: str) -> None:
    sent_key()
    version = sent_version()
    _found(programme_id, code)
    send(RemoveSubProgramme(programme_id, code, version))


def _found(programme_id: UUID, code: str) -> SubProgrammeView:
    with engine().read(current_actor()) as tx:
        found = programmes.sub_programme(tx, programme_id, code)
    g.version = found.version
    return found

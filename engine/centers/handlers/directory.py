"""Keeping the directory of services: partners and what they offer, each entry with its source.

What nobody knows of a service is left empty. The engine writes what those who keep the directory have
entered; who changed what stays in the audit log of the configuration.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from engine.audit.hash_chain import CONFIGURATION
from engine.centers.commands.directory import (
    PartnerServiceSet,
    SetPartner,
    SetPartnerService,
    WithdrawPartnerService,
)
from engine.centers.rules.directory import (
    CELLS,
    CODE,
    CONFIDENCES,
    LONGEST_CELL,
    LONGEST_LINK,
    LONGEST_NAME,
    WITH_SOURCE,
    EntryInvalid,
    link_of,
    text_of,
    texts_of,
)
from engine.centers.store import directory, directory_entries
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotAllowed, NotFound, Rejected
from engine.roles import Right
from engine.routes import Route, Sender
from engine.tenancy import system
from engine.texts import OFFICIAL


class EntryKnown(Rejected):
    """The partner has a service of this name already."""

    code = "directory.entry_known"


class EntryChangedMeanwhile(Rejected):
    """Somebody else has changed the service since it was looked at."""

    code = "directory.changed_meanwhile"


def set_partner(command: SetPartner, tx: Transaction) -> None:
    """Keep a partner. Raises `EntryInvalid`."""
    _begin(tx)
    if not CODE.fullmatch(command.code):
        raise EntryInvalid("directory.code_invalid")
    kept = {"code": command.code, **_checked(command)}
    _as_the_engine(tx, lambda: directory.put_partner(tx, **kept))
    tx.log(CONFIGURATION, "directory.partner_set", **kept)


def set_partner_service(command: SetPartnerService, tx: Transaction) -> PartnerServiceSet:
    """Keep a service. Raises `EntryInvalid`, `EntryKnown`, `EntryChangedMeanwhile`."""
    _begin(tx)
    if not directory.is_partner(tx, command.partner):
        raise EntryInvalid("directory.partner_unknown")
    kept = {
        "partner": command.partner,
        "cells": _cells(command.cells),
        "sources": _sources(command),
        "link": link_of(command.link),
        **_checked(command),
        "id": command.service_id or uuid4(),
    }
    today = local_date(tx.now)
    if command.service_id is None:
        is_kept = _as_the_engine(tx, lambda: directory.insert(tx, **kept, today=today))
    else:
        _seen(tx, command.service_id, command.seen_version)
        _as_the_engine(tx, lambda: directory_entries.begin(tx, [kept["id"]]))
        is_kept = _as_the_engine(tx, lambda: directory.change(tx, **kept, today=today))
    if not is_kept:
        raise EntryKnown
    _enter(tx, kept, is_withdrawn=False)
    tx.log(CONFIGURATION, "directory.service_set", **{**kept, "id": str(kept["id"])})
    return PartnerServiceSet(kept["id"])


def withdraw_partner_service(command: WithdrawPartnerService, tx: Transaction) -> None:
    """Take a service off the directory. Raises `EntryChangedMeanwhile`."""
    _begin(tx)
    _seen(tx, command.service_id, command.seen_version)
    today = local_date(tx.now)
    _as_the_engine(tx, lambda: directory_entries.begin(tx, [command.service_id]))
    row = directory.service(tx, command.service_id)
    _as_the_engine(tx, lambda: directory.withdraw(tx, command.service_id, today=today))
    _enter(tx, row._asdict(), is_withdrawn=True)
    tx.log(CONFIGURATION, "directory.service_withdrawn", id=str(command.service_id))


def _enter(tx: Transaction, kept: Mapping[str, Any], *, is_withdrawn: bool) -> None:
    """Add what a form has changed today to the entries of the service."""
    content = {part: kept[part] for part in ("names", "cells", "sources", "link", "source", "confidence")}
    row = {
        "id": str(kept["id"]),
        "partner": kept["partner"],
        "content": content,
        "is_withdrawn": is_withdrawn,
    }
    entry = {"valid_from": local_date(tx.now), "act": None, "by": tx.actor.person_id}
    _as_the_engine(tx, lambda: directory_entries.add(tx, [row], **entry))


def _begin(tx: Transaction) -> None:
    """Raise `NotAllowed` for all but those who keep the directory; wait for a table that is being entered."""
    if not tx.actor.may_somewhere(Right.KEEP_DIRECTORY):
        raise NotAllowed
    directory_entries.lock(tx)


def _as_the_engine(tx: Transaction, write: Any) -> Any:
    """Write what the database lets the engine alone write; the actor stays who they are."""
    actor = tx.actor
    tx.switch_principal(system())
    done = write()
    tx.switch_principal(actor)
    return done


def _seen(tx: Transaction, service_id: Any, version: int) -> None:
    """Raise unless the service stands as it was looked at; others wait until the commit."""
    row = _as_the_engine(tx, lambda: directory.locked(tx, service_id))
    if row is None:
        raise NotFound
    if row.version != version or row.withdrawn_on is not None:
        raise EntryChangedMeanwhile


def _checked(command: SetPartner | SetPartnerService) -> dict[str, Any]:
    """Return names, source and confidence as they are kept."""
    names = texts_of(command.names, longest=LONGEST_NAME)
    if OFFICIAL not in names:
        raise EntryInvalid("directory.name_missing")
    source = text_of(command.source, longest=LONGEST_LINK)
    if not source:
        raise EntryInvalid("directory.source_missing")
    if command.confidence not in CONFIDENCES:
        raise EntryInvalid("directory.confidence_missing")
    return {"names": names, "source": source, "confidence": command.confidence}


def _cells(said: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Return the cells that say something; the others are left out."""
    found = {name: texts_of(said.get(name, {}), longest=LONGEST_CELL) for name in CELLS}
    return {name: texts for name, texts in found.items() if texts}


def _sources(command: SetPartnerService) -> dict[str, str]:
    """Return what single cells rest on; of a cell that says nothing there is no source."""
    said: Mapping[str, Mapping[str, str]] = {**command.cells, "link": {OFFICIAL: command.link}}
    found = {name: text_of(command.sources.get(name, ""), longest=LONGEST_LINK) for name in WITH_SOURCE}
    return {name: text for name, text in found.items() if text and any(_texts_said(said.get(name, {})))}


def _texts_said(said: Mapping[str, str]) -> list[str]:
    return [text.strip() for text in said.values() if text.strip()]


ROUTES = (
    Route(SetPartner, set_partner, sender=Sender.PERSON),
    Route(SetPartnerService, set_partner_service, sender=Sender.PERSON, result=PartnerServiceSet),
    Route(WithdrawPartnerService, withdraw_partner_service, sender=Sender.PERSON),
)

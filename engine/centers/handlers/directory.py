"""Keeping the directory of services: partners and what they offer, each entry with its source.

What nobody knows of a service is left empty. The engine writes what those who keep the directory have
entered; who changed what stays in the audit log of the configuration.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import uuid4

from engine.audit.hash_chain import CONFIGURATION
from engine.centers.commands.directory import (
    PartnerServiceSet,
    SetPartner,
    SetPartnerService,
    WithdrawPartnerService,
)
from engine.centers.rules.directory import CELLS, CONFIDENCES, WITH_SOURCE
from engine.centers.store import directory
from engine.clock import local_date
from engine.db.pool import Transaction, without_nul
from engine.errors import NotAllowed, NotFound, Rejected
from engine.roles import Right
from engine.routes import Route, Sender
from engine.tenancy import system
from engine.texts import LANGUAGES, OFFICIAL

LONGEST_NAME, LONGEST_CELL, LONGEST_LINK = 200, 2000, 500
_CODE: Final = re.compile(r"[a-z][a-z0-9_]{1,39}", re.ASCII)


class EntryInvalid(Rejected):
    """An entry of the directory can't be kept like this."""

    code = "directory.entry_invalid"


class EntryKnown(Rejected):
    """The partner has a service of this name already."""

    code = "directory.entry_known"


class EntryChangedMeanwhile(Rejected):
    """Somebody else has changed the service since it was looked at."""

    code = "directory.changed_meanwhile"


def set_partner(command: SetPartner, tx: Transaction) -> None:
    """Keep a partner. Raises `EntryInvalid`."""
    _refuse_others(tx)
    if not _CODE.fullmatch(command.code):
        raise EntryInvalid("directory.code_invalid")
    kept = {"code": command.code, **_checked(command)}
    _as_the_engine(tx, lambda: directory.put_partner(tx, **kept))
    tx.log(CONFIGURATION, "directory.partner_set", **kept)


def set_partner_service(command: SetPartnerService, tx: Transaction) -> PartnerServiceSet:
    """Keep a service. Raises `EntryInvalid`, `EntryKnown`, `EntryChangedMeanwhile`."""
    _refuse_others(tx)
    if not directory.is_partner(tx, command.partner):
        raise EntryInvalid("directory.partner_unknown")
    kept = {
        "partner": command.partner,
        "cells": _cells(command.cells),
        "sources": _sources(command),
        "link": _link(command.link),
        **_checked(command),
        "id": command.service_id or uuid4(),
    }
    today = local_date(tx.now)
    if command.service_id is None:
        is_kept = _as_the_engine(tx, lambda: directory.insert(tx, **kept, today=today))
    else:
        _seen(tx, command.service_id, command.seen_version)
        is_kept = _as_the_engine(tx, lambda: directory.change(tx, **kept, today=today))
    if not is_kept:
        raise EntryKnown
    tx.log(CONFIGURATION, "directory.service_set", **{**kept, "id": str(kept["id"])})
    return PartnerServiceSet(kept["id"])


def withdraw_partner_service(command: WithdrawPartnerService, tx: Transaction) -> None:
    """Take a service off the directory. Raises `EntryChangedMeanwhile`."""
    _refuse_others(tx)
    _seen(tx, command.service_id, command.seen_version)
    today = local_date(tx.now)
    _as_the_engine(tx, lambda: directory.withdraw(tx, command.service_id, today=today))
    tx.log(CONFIGURATION, "directory.service_withdrawn", id=str(command.service_id))


def _refuse_others(tx: Transaction) -> None:
    if not tx.actor.may_somewhere(Right.KEEP_DIRECTORY):
        raise NotAllowed


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
    names = _texts(command.names, longest=LONGEST_NAME)
    if OFFICIAL not in names:
        raise EntryInvalid("directory.name_missing")
    source = _text(command.source, longest=LONGEST_LINK)
    if not source:
        raise EntryInvalid("directory.source_missing")
    if command.confidence not in CONFIDENCES:
        raise EntryInvalid("directory.confidence_missing")
    return {"names": names, "source": source, "confidence": command.confidence}


def _cells(said: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Return the cells that say something; the others are left out."""
    found = {name: _texts(said.get(name, {}), longest=LONGEST_CELL) for name in CELLS}
    return {name: texts for name, texts in found.items() if texts}


def _sources(command: SetPartnerService) -> dict[str, str]:
    """Return what single cells rest on; of a cell that says nothing there is no source."""
    said: Mapping[str, Mapping[str, str]] = {**command.cells, "link": {OFFICIAL: command.link}}
    found = {name: _text(command.sources.get(name, ""), longest=LONGEST_LINK) for name in WITH_SOURCE}
    return {name: text for name, text in found.items() if text and any(_texts_of(said.get(name, {})))}


def _texts_of(said: Mapping[str, str]) -> list[str]:
    return [text.strip() for text in said.values() if text.strip()]


def _link(said: str) -> str | None:
    link = _text(said, longest=LONGEST_LINK)
    if not link:
        return None
    try:
        parts = urlsplit(link)
    except ValueError:
        raise EntryInvalid("directory.link_invalid") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"\s", link):
        raise EntryInvalid("directory.link_invalid")
    return link


def _texts(said: Mapping[str, str], *, longest: int) -> dict[str, str]:
    found = {language: _text(said.get(language, ""), longest=longest) for language in LANGUAGES}
    return {language: text for language, text in found.items() if text}


def _text(said: str, *, longest: int) -> str:
    text: str = without_nul(said).replace("\r\n", "\n").strip()
    if len(text) > longest:
        raise EntryInvalid("directory.too_long", longest=longest)
    return text


ROUTES = (
    Route(SetPartner, set_partner, sender=Sender.PERSON),
    Route(SetPartnerService, set_partner_service, sender=Sender.PERSON, result=PartnerServiceSet),
    Route(WithdrawPartnerService, withdraw_partner_service, sender=Sender.PERSON),
)

"""Entering what the directory of services says: for those who keep it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.centers.commands.directory import SetPartner, SetPartnerService, WithdrawPartnerService
from engine.centers.queries import directory as queries
from engine.centers.rules.directory import CELLS, CONFIDENCES, WITH_SOURCE
from engine.commands.base import Command
from engine.errors import NotAllowed, NotFound, Rejected
from engine.roles import Right
from web import access, flashes
from web.auth import current_actor
from web.blueprints import center as blueprint
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.i18n import LANGUAGES, t
from web.keys import sent_key, sent_version
from web.without_api import Reason, without_api

KEEPERS = access.right(Right.KEEP_DIRECTORY)


@blueprint.get("/directory/add")
@KEEPERS
@without_api(Reason.FORM)
def add_directory_service() -> ResponseReturnValue:
    return _entry(None, {"partner": request.args.get("partner", "")})


@blueprint.post("/directory/add")
@KEEPERS
def enter_directory_service() -> ResponseReturnValue:
    command = SetPartnerService(**_service(request.form))
    return _done(command, lambda error: _entry(None, request.form, error))


@blueprint.get("/directory/<uuid:service_id>/change")
@KEEPERS
@without_api(Reason.FORM)
def change_directory_service(service_id: UUID) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        one = queries.service(tx, service_id)
    fields = {"name": one.names, **one.cells}
    known = {f"{name}_{language}": text for name, of in fields.items() for language, text in of.items()}
    rest = {name: getattr(one, name) or "" for name in ("partner", "link", "source", "confidence")}
    rest |= {f"source_{cell}": text for cell, text in one.sources.items()}
    return _entry(service_id, {**known, **rest, "_version": str(one.version)})


@blueprint.post("/directory/<uuid:service_id>/change")
@KEEPERS
def keep_directory_service(service_id: UUID) -> ResponseReturnValue:
    command = SetPartnerService(**_service(request.form), service_id=service_id, seen_version=sent_version())
    return _done(command, lambda error: _entry(service_id, request.form, error))


@blueprint.post("/directory/<uuid:service_id>/withdraw")
@KEEPERS
def withdraw_directory_service(service_id: UUID) -> ResponseReturnValue:
    command = WithdrawPartnerService(service_id, sent_version())
    return _done(command, lambda error: _entry(service_id, request.form, error))


@blueprint.get("/directory/partners")
@KEEPERS
def directory_partners() -> ResponseReturnValue:
    return _partners({})


@blueprint.post("/directory/partners")
@KEEPERS
def set_directory_partner() -> ResponseReturnValue:
    sent = request.form
    command = SetPartner(
        sent.get("code", "").strip(),
        _by_language(sent, "name"),
        sent.get("source", ""),
        sent.get("confidence", ""),
    )
    return _done(command, lambda error: _partners(sent, error))


def _service(sent: Mapping[str, str]) -> dict[str, Any]:
    """Return what the form says of a service; what is left empty is not known."""
    return {
        "partner": sent.get("partner", ""),
        "names": _by_language(sent, "name"),
        "cells": {cell: _by_language(sent, cell) for cell in CELLS},
        "link": sent.get("link", ""),
        "sources": {cell: sent.get(f"source_{cell}", "") for cell in WITH_SOURCE},
        "source": sent.get("source", ""),
        "confidence": sent.get("confidence", ""),
    }


def _by_language(sent: Mapping[str, str], name: str) -> dict[str, str]:
    return {language: sent.get(f"{name}_{language}", "") for language in LANGUAGES}


def _done(command: Command, again: Callable[[ErrorWords], ResponseReturnValue]) -> ResponseReturnValue:
    """Send the command and lead to what it changed; a refusal is told on the page with what was typed."""
    try:
        kept = engine().send(command, actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return again(words_of(refused))
    flashes.done(t("center.directory.saved"))
    if isinstance(command, SetPartner):
        return redirect(url_for("center.directory_partners"), 303)
    service_id = command.service_id if isinstance(command, WithdrawPartnerService) else kept.service_id
    return redirect(url_for("center.directory_service", service_id=service_id), 303)


def _entry(
    service_id: UUID | None, sent: Mapping[str, str], error: ErrorWords | None = None
) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        partners = queries.partners(tx)
    page = render_template(
        "center/directory_entry.html",
        service_id=service_id,
        partners=partners,
        cells=CELLS,
        confidences=CONFIDENCES,
        sent=sent,
        error=error,
        has_errors=bool(error),
    )
    return page, error.status if error else 200


def _partners(sent: Mapping[str, str], error: ErrorWords | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        partners = queries.partners(tx)
    shown = {"partners": partners, "confidences": CONFIDENCES, "sent": sent, "error": error}
    page = render_template("center/directory_partners.html", **shown, has_errors=bool(error))
    return page, error.status if error else 200

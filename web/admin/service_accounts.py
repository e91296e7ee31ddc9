"""Service accounts of a municipality: made for a purpose, given other secrets, ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.clock import local_date
from engine.commands.base import Command
from engine.commands.service_accounts import (
    EndServiceAccount,
    MakeServiceAccount,
    NameResponsible,
    RotateSecret,
)
from engine.errors import NotAllowed, NotFound, NotSignedIn, Rejected
from engine.identity import service_accounts as rules
from engine.queries import service_accounts as queries
from web import flashes
from web.admin.sending import ADMINISTRATORS, day, shown, status
from web.auth import current_actor
from web.blueprints import admin as blueprint
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.i18n import t
from web.keys import new_key, sent_key
from web.without_api import Reason, without_api

ONE = "/municipalities/<name:code>/service-accounts/<uuid:account_id>"
USUAL_OVERLAP = 7
USUAL = timedelta(days=365)


@blueprint.get("/municipalities/<name:code>/service-accounts")
@ADMINISTRATORS
def service_accounts(code: str) -> ResponseReturnValue:
    return _page(code, {})


@blueprint.post("/municipalities/<name:code>/service-accounts")
@ADMINISTRATORS
@without_api(Reason.SECRET)
def make_service_account(code: str) -> ResponseReturnValue:
    """Show the secret of the new account, this once."""
    sent, key = request.form, sent_key()
    return _secret(
        code,
        lambda: MakeServiceAccount(
            key,
            key,
            code,
            sent.get("name", ""),
            sent.get("purpose", ""),
            sent.get("act", ""),
            sent.get("responsible", ""),
            tuple(sent.getlist("scope")),
            day(sent, "last_day"),
            tuple(sent.getlist("service")),
            tuple(sent.get("networks", "").split()),
        ),
        {**sent, "scopes": sent.getlist("scope"), "services": sent.getlist("service")},
    )


@blueprint.post(f"{ONE}/secret")
@ADMINISTRATORS
@without_api(Reason.SECRET)
def rotate_secret(code: str, account_id: UUID) -> ResponseReturnValue:
    days = request.form.get("overlap_days", "")
    overlap = int(days) if days.isascii() and days.isdigit() and len(days) < 4 else -1
    return _secret(code, lambda: RotateSecret(account_id, sent_key(), overlap), {})


@blueprint.post(f"{ONE}/responsible")
@ADMINISTRATORS
def name_responsible(code: str, account_id: UUID) -> ResponseReturnValue:
    sent = request.form
    command = NameResponsible(account_id, sent.get("personal_number", ""), sent.get("act", ""))
    try:
        engine().send(command, actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed, NotSignedIn):
        raise
    except Rejected as refused:
        return _page(code, {}, error=words_of(refused))
    flashes.done(t("service_accounts.entrusted"))
    return redirect(url_for("admin.service_accounts", code=code), 303)


@blueprint.post(f"{ONE}/end")
@ADMINISTRATORS
def end_service_account(code: str, account_id: UUID) -> ResponseReturnValue:
    engine().send(EndServiceAccount(account_id), actor=current_actor(), key=sent_key())
    flashes.done(t("service_accounts.ended"))
    return redirect(url_for("admin.service_accounts", code=code), 303)


def _secret(code: str, command: Callable[[], Command], sent: Mapping[str, Any]) -> ResponseReturnValue:
    """Send the command and show the secret that it made. No key goes along: a secret is kept nowhere."""
    try:
        secret: str = engine().send(command(), actor=current_actor())
    except (NotFound, NotAllowed, NotSignedIn):
        raise
    except Rejected as refused:
        return _page(code, sent, error=words_of(refused))
    return _page(code, {}, secret=secret)


def _page(
    code: str, sent: Mapping[str, Any], *, secret: str | None = None, error: ErrorWords | None = None
) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        municipality, found = queries.of_municipality(tx, code)
        services, usual = queries.readable(tx), local_date(tx.now) + USUAL
    page = render_template(
        "admin/service_accounts.html",
        municipality=municipality,
        code=code,
        service_accounts=found,
        services=services,
        names=dict(services),
        secret=secret,
        scopes=rules.SCOPES,
        longest_name=rules.LONGEST_NAME,
        longest_overlap=rules.LONGEST_OVERLAP,
        usual_overlap=USUAL_OVERLAP,
        sent={"last_day": usual.isoformat(), "scopes": (), "services": (), **sent},
        new_key=new_key,
        **shown(error),
    )
    return page, status(error)

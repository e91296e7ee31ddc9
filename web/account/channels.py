"""Choosing how to hear of letters, for all cases or for one; and the link in each mail that stops copies."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from engine.commands.channels import ChooseChannel, DropChannelOfCase, StopCopies
from engine.queries import channels, contacts
from engine.queries.contacts import OwnContact
from engine.texts import Language
from web import access, flashes
from web.auth import NOBODY, current_actor
from web.blueprints import account as blueprint
from web.citizen.cases import own_case
from web.engine_access import engine
from web.forgery import csrf
from web.i18n import LANGUAGES, current_language, t

PORTAL, AS_USUAL = "portal", "usual"


@blueprint.get("/account/notifications")
@access.citizen
def notifications() -> ResponseReturnValue:
    return _show(None)


@blueprint.post("/account/notifications")
@access.citizen
def choose_notifications() -> ResponseReturnValue:
    _choose(None)
    flashes.done(t("account.channels.saved"))
    return redirect(url_for("account.overview"), 303)


@blueprint.get("/cases/<uuid:case_id>/notifications")
@access.citizen
def case_notifications(case_id: UUID) -> ResponseReturnValue:
    own_case(case_id)
    return _show(case_id)


@blueprint.post("/cases/<uuid:case_id>/notifications")
@access.citizen
def choose_case_notifications(case_id: UUID) -> ResponseReturnValue:
    if request.form.get("channel") == AS_USUAL:
        engine().send(DropChannelOfCase(case_id), actor=current_actor())
    else:
        _choose(case_id)
    flashes.done(t("account.channels.saved"))
    return redirect(url_for("citizen.case", case_id=case_id), 303)


def _choose(case_id: UUID | None) -> None:
    channel, language = request.form.get("channel", ""), request.form.get("language", "")
    if language not in LANGUAGES:
        raise BadRequest
    if channel != PORTAL and not (channel.isascii() and channel.isdigit() and len(channel) < 16):
        raise BadRequest
    contact_id = None if channel == PORTAL else int(channel)
    command = ChooseChannel(contact_id, cast(Language, language), case_id)
    # For all cases one chooses for oneself, for whomever one acts.
    engine().send(command, actor=current_actor().oneself if case_id is None else current_actor())


def _show(case_id: UUID | None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        own: tuple[OwnContact, ...] = contacts.mine(tx)
        chosen, closed = channels.chosen(tx, case_id), channels.unreachable(tx)
    # What was chosen for one's own cases says nothing of those of another.
    if case_id is not None and (chosen is None or not chosen.is_of_case):
        present = AS_USUAL
    elif chosen is None:
        present = ""  # nothing was ever chosen: mail goes to where the municipality has always written
    else:
        present = PORTAL if chosen.contact_id is None else str(chosen.contact_id)
    return render_template(
        "account/channels.html",
        contacts=own,
        present=present,
        language=chosen.language if chosen else current_language(),
        case_id=case_id,
        closed={contact.address for contact in closed},
    )


@blueprint.get("/stop/<token>")
@access.public
def ask_to_stop(token: str) -> ResponseReturnValue:
    """Ask before stopping: programs that look into mails follow links, and press no buttons."""
    return render_template("account/stop.html", token=token, is_done=False)


@blueprint.post("/stop/<token>")
@access.public
@csrf.exempt  # type: ignore[untyped-decorator]  # a mail program's own button; the link is the proof
def stop(token: str) -> ResponseReturnValue:
    engine().send(StopCopies(token), actor=NOBODY)
    return render_template("account/stop.html", token=token, is_done=True)

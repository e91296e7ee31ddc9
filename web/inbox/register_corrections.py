"""Corrections of register entries, and who looked at an entry.

A correction is proposed on the entry's card; the second person sees both values and approves, or sends it
back with a remark. Whoever proposed it may take it back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.base import Command
from engine.errors import NotAllowed, NotFound, Rejected
from engine.registers import kept_registers
from engine.registers.commands.corrections import (
    ApproveEntryCorrection,
    ProposeEntryCorrection,
    ReturnEntryCorrection,
)
from engine.registers.queries import corrections
from engine.registers.queries.entry_looks import MOST_LOOKS, entry_looks
from engine.registers.rules.corrections import GROUNDS, LONGEST_NUMBER, LONGEST_REASON
from engine.roles import Right
from web import access, flashes
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.days import day_of
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.i18n import t
from web.inbox.registers import ADDRESS
from web.keys import sent_key

WRITTEN: Final = "written-"  # before the name of a field, which the register's file chooses
CORRECTION: Final = f"{ADDRESS}/corrections/<uuid:correction_id>"
# What became of it, and what is said then.
DONE: Final[Mapping[str, str]] = {
    "approve": "registers.correction.approved",
    "return": "registers.correction.ended",
}


@blueprint.get(f"{ADDRESS}/<uuid:entry_id>/correction")
@access.right(Right.CORRECT_ENTRIES)
def correct_entry(register: str, entry_id: UUID) -> ResponseReturnValue:
    return _form(register, entry_id)


@blueprint.post(f"{ADDRESS}/<uuid:entry_id>/correction")
@access.right(Right.CORRECT_ENTRIES)
def propose_entry_correction(register: str, entry_id: UUID) -> ResponseReturnValue:
    """Propose what was typed, or show why it can't be."""
    sent = request.form
    command = ProposeEntryCorrection(
        register,
        _place(),
        entry_id,
        tuple((name.removeprefix(WRITTEN), sent[name]) for name in sent if name.startswith(WRITTEN)),
        sent.get("ground", ""),
        sent.get("reason", ""),
        sent.get("act_number", ""),
        day_of(sent.get("act_date", "")),
    )
    try:
        correction_id: UUID = engine().send(command, actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _form(register, entry_id, words_of(refused))
    flashes.done(t("registers.correction.proposed"))
    return redirect(_address(register, correction_id), 303)


@blueprint.get(CORRECTION)
@access.staff
def entry_correction(register: str, correction_id: UUID) -> ResponseReturnValue:
    return _page(register, correction_id)


@blueprint.post(CORRECTION)
@access.staff
def end_entry_correction(register: str, correction_id: UUID) -> ResponseReturnValue:
    """Approve the correction, send it back, or take one's own back; an approved one leads to the entry."""
    what = "approve" if request.form.get("_do") == "approve" else "return"
    command: Command = ReturnEntryCorrection(correction_id, request.form.get("remark", ""))
    if what == "approve":
        command = ApproveEntryCorrection(correction_id)
    try:
        engine().send(command, actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _page(register, correction_id, words_of(refused))
    flashes.done(t(DONE[what]))
    if what == "return":
        return redirect(_address(register, correction_id), 303)
    with engine().read(current_actor()) as tx:
        made = corrections.page(tx, correction_id).correction
    card = url_for("inbox.register_entry", register=register, entry_id=made.corrected_id, place=_place())
    return redirect(card, 303)


@blueprint.get(f"{ADDRESS}/<uuid:entry_id>/looks")
@access.right(Right.SEE_LOOKS)
def register_entry_looks(register: str, entry_id: UUID) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found = kept_registers.find(tx, register, _place())
        looks = entry_looks(tx, found, entry_id)
    return render_template("inbox/register_looks.html", register=found, entry=looks, most=MOST_LOOKS)


def _form(register: str, entry_id: UUID, error: ErrorWords | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found = corrections.form(tx, kept_registers.find(tx, register, _place()), entry_id)
    html = render_template(
        "inbox/register_correct.html",
        entry=found,
        register=found.register,
        sent=request.form,
        prefix=WRITTEN,
        grounds=GROUNDS,
        longest={"reason": LONGEST_REASON, "number": LONGEST_NUMBER},
        error=error,
        has_errors=bool(error),
    )
    return html, error.status if error else 200


def _page(register: str, correction_id: UUID, error: ErrorWords | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found = corrections.page(tx, correction_id)
    if found.register.code != register:
        raise NotFound
    html = render_template(
        "inbox/register_correction.html",
        page=found,
        correction=found.correction,
        register=found.register,
        longest={"reason": LONGEST_REASON},
        error=error,
        has_errors=bool(error),
    )
    return html, error.status if error else 200


def _address(register: str, correction_id: UUID) -> str:
    return url_for("inbox.entry_correction", register=register, correction_id=correction_id, place=_place())


def _place() -> str | None:
    return request.args.get("place") or None

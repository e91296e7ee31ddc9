"""Checking a paper by the code on it: what was issued or signed, by whom, and whether it still holds."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.cash.queries import finance as cash_views
from engine.errors import TooOften
from engine.queries import signings
from engine.registers.queries import certificates
from web import access, rate_limits
from web.auth import current_actor
from web.blueprints import public as blueprint
from web.engine_access import engine
from web.errors import status_of
from web.words import error_words


@blueprint.get("/verify")
@access.public
def verify() -> ResponseReturnValue:
    """Ask for the code; one that was typed is gone to."""
    typed = request.args.get("code", "")
    code = certificates.code_of(typed)
    if code:
        return redirect(url_for("public.verified", code=code), 303)
    page = render_template("public/verify.html", typed=typed, is_wrong=bool(typed), has_errors=bool(typed))
    return page, 422 if typed else 200


@blueprint.get("/verify/<code>")
@access.public
def verified(code: str) -> ResponseReturnValue:
    plain = certificates.code_of(code)
    try:
        rate_limits.hit("verify")
    except TooOften as refused:
        said = render_template("public/verified.html", found=None, too_often=error_words(refused))
        return said, status_of(refused)
    with engine().read(current_actor()) as tx:
        found = certificates.verify(tx, plain) if plain else None
        act = signings.verify_act(tx, plain) if plain and not found else None
        receipt = cash_views.verify_receipt(tx, plain) if plain and not found and not act else None
    if receipt:
        return render_template("public/verified_receipt.html", one=receipt)
    if act:
        return render_template("public/verified_act.html", act=act)
    page = render_template("public/verified.html", found=found, too_often=None)
    return page, 200 if found else 404

"""Checking a certificate by the code on it: what was issued, and whether it still holds."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.queries import certificates
from engine.visitors import AskedTooOften, count_visit
from web import access
from web.auth import current_actor
from web.engine_access import engine
from web.public import blueprint

MOST_AN_HOUR = 60


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
        with engine().read(current_actor()) as tx:
            count_visit(
                tx,
                "verify",
                request.remote_addr or "",
                secret=engine().settings.secret,
                most=MOST_AN_HOUR,
            )
            found = certificates.verify(tx, plain) if plain else None
    except AskedTooOften:
        return render_template("public/verified.html", found=None, is_too_often=True), 429
    page = render_template("public/verified.html", found=found, is_too_often=False)
    return page, 200 if found else 404

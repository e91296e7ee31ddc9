"""Checking whose signatures are on a file: for everybody, whoever made it. Nothing of it is kept."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.errors import Rejected, TooOften, Unavailable
from engine.signatures import receipt as signature_check
from engine.signatures.rules import rules_of
from engine.signatures.words import (
    package_stamp,
    package_verdict,
    problems_of,
    said,
    said_of_package,
    verdict,
)
from signing.package_report import PackageReport
from signing.report import Report
from web import access, rate_limits
from web.blueprints import public as blueprint
from web.engine_access import engine
from web.errors import status_of
from web.i18n import current_language
from web.words import error_words


@blueprint.get("/verify/document")
@access.public
def verify_document() -> ResponseReturnValue:
    return render_template("public/verify_document.html", refused=None)


@blueprint.post("/verify/document")
@access.public
def verified_document() -> ResponseReturnValue:
    """Show what the file's signatures are worth."""
    content, beside = _sent("file"), _sent("beside")
    try:
        rate_limits.hit("verify")
        rules = rules_of(engine().connections)
        name, now = request.files["file"].filename if content else "", engine().clock.now()
        report = signature_check.check_any(content, beside or None, rules, name=name or "", at=now)
    except (Rejected, Unavailable, TooOften) as refused:
        page = render_template("public/verify_document.html", refused=error_words(refused), has_errors=True)
        return page, status_of(refused)
    return _shown(report)


def _sent(field: str) -> bytes:
    file = request.files.get(field)
    return file.read(signature_check.LONGEST + 1) if file is not None else b""


def _shown(report: Report | PackageReport) -> ResponseReturnValue:
    language = current_language()
    if isinstance(report, PackageReport):
        return render_template(
            "public/verified_document.html",
            report=report,
            verdict=package_verdict(report, language),
            found=said_of_package(report, language, with_number=False),
            stamp=package_stamp(report, language),
            problems=problems_of(report, language),
        )
    return render_template(
        "public/verified_document.html",
        report=report,
        verdict=verdict(report, language),
        found=[said(signature, language, with_number=False) for signature in report.found],
        stamp="",
        problems=(),
    )

"""Finding a case by what a person at the desk or on the telephone says."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.queries import case_search
from engine.queries.search import LONGEST_QUESTION
from web import access
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.tables import AS_TABLE, exported
from web.without_api import Reason, without_api


@blueprint.post("/search")
@access.staff
@exported
def found() -> ResponseReturnValue:
    """Show what answers the question. It is sent, not in the address: it may name a person."""
    question = request.form.get("question", "").strip()[:LONGEST_QUESTION]
    with engine().read(current_actor()) as tx:
        result = case_search.search(tx, question, is_export=request.args.get("as") == AS_TABLE)
    return render_template("inbox/search.html", question=question, result=result, longest=LONGEST_QUESTION)


@blueprint.get("/search")
@access.staff
@without_api(Reason.FORM)
def search() -> ResponseReturnValue:
    return render_template("inbox/search.html", question="", result=None, longest=LONGEST_QUESTION)

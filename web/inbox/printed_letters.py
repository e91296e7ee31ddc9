"""Letters for the post: those of the ticked steps on one page, and in one file for the printer."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from uuid import UUID

from flask import render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from engine.documents.binding import bind
from engine.errors import Rejected
from engine.queries import printed_letters
from engine.queries.printed_letters import MOST, PrintedLetter, ToPrint
from web import access
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.inbox import place_in_list
from web.keys import id_of
from web.printing import as_pdf
from web.without_api import Reason, without_api


def address_of(task_ids: Sequence[UUID]) -> str:
    """Return the address of the page that shows what is printed."""
    if len(set(task_ids)) > MOST:
        raise Rejected("letters.too_many", most=MOST)
    return url_for("inbox.letters_to_print", task=task_ids, **place_in_list.kept())


@blueprint.get("/letters")
@access.staff
@without_api(Reason.PRINT)
def letters_to_print() -> ResponseReturnValue:
    """Show which letters are printed, to whom and where, and which cases have none."""
    return render_template(
        "inbox/printed_letters.html",
        found=_found(),
        tasks=request.args.getlist("task"),
        back=place_in_list.list_address(),
    )


@blueprint.get("/letters.pdf")
@access.staff
@without_api(Reason.PRINT)
def printed_letters_file() -> ResponseReturnValue:
    """Hand out the letters, each behind a page with its address; taking them away is on record."""
    found = _found(is_taken=True)
    if not found.letters:
        raise Rejected("letters.none_to_print")
    content = bind(content for letter in found.letters for content in _parts(letter))
    return send_file(io.BytesIO(content), mimetype="application/pdf", download_name="letters.pdf")


def _found(*, is_taken: bool = False) -> ToPrint:
    task_ids = [id_of(text) for text in request.args.getlist("task")]
    if len(task_ids) > MOST:
        raise Rejected("letters.too_many", most=MOST)
    with engine().read(current_actor()) as tx:
        found = printed_letters.of_tasks(tx, task_ids)
        if is_taken:
            printed_letters.record(tx, found)
    return found


def _parts(letter: PrintedLetter) -> Iterator[bytes]:
    """Yield the page with the address, then the letter."""
    cover = render_template("inbox/letter_address.html", letter=letter)
    yield as_pdf(cover, title=letter.case_number, language=letter.language)
    if letter.document is None:
        yield as_pdf(letter.page, title=letter.subject, language=letter.language)
        return
    with engine().read(current_actor()) as tx:
        yield printed_letters.act(tx, engine().connections.files, letter)

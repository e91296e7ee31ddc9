"""Post/Redirect/Get for forms with errors: the answer is kept, and the browser is led to it.

A page that answers a POST asks to be sent again whenever it is loaded again or gone back to. So the page with
the errors and with what was typed is kept for an hour, for the browser and the person that sent it. It has an
address of its own. Where it can't be kept it is the answer itself. Scripts get their answers directly.
"""

from __future__ import annotations

import zlib
from typing import Final
from urllib.parse import urlencode
from uuid import UUID, uuid4

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as Answer

from engine.errors import EngineError
from engine.stores import error_pages
from web import form_session
from web.auth import NOBODY, actor_if_known
from web.engine_access import engine
from web.navigation import page_address, requested_path

PARAMETER: Final = "_again"
STATUSES: Final = frozenset({403, 409, 422, 429, 503})
LARGEST: Final = 256 * 1024  # bytes, compressed
_KEPT_HEADERS: Final = ("Content-Security-Policy", "Content-Language", "Retry-After")


def _is_kept(response: Response) -> bool:
    """Say whether the response shows somebody's browser a page of errors."""
    is_navigation = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    takes_pages = "text/html" in request.headers.get("Accept", "")
    is_page = response.mimetype == "text/html" and response.status_code in STATUSES
    return request.method == "POST" and is_navigation and takes_pages and is_page


def _lead_to_page(response: Response) -> Response:
    if not _is_kept(response):
        return response
    page, page_id = zlib.compress(response.get_data()), uuid4()
    try:
        is_kept = len(page) <= LARGEST and _keep(page_id, page, response)
    except EngineError:
        is_kept = False
    if not is_kept:
        return response
    query = [pair for pair in request.args.items(multi=True) if pair[0] != PARAMETER]
    target = f"{requested_path()}?{urlencode([*query, (PARAMETER, str(page_id))])}"
    response.status_code, response.location = 303, target
    response.set_data(b"")
    return response


def _keep(page_id: UUID, page: bytes, response: Response) -> bool:
    headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
    with engine().read(NOBODY) as tx:
        return error_pages.keep(
            tx,
            page_id,
            browser=_browser(),
            path=requested_path(),
            status=response.status_code,
            headers=headers,
            page=page,
        )


def _show_page() -> Answer | None:
    """Answer with the page that is kept; where it is no more, lead to the page of the form."""
    if request.method != "GET" or PARAMETER not in request.args:
        return None
    try:
        page_id = UUID(request.args[PARAMETER])
    except ValueError:
        return redirect(page_address(without=PARAMETER), 303)
    with engine().read(NOBODY) as tx:
        found = error_pages.find(tx, page_id, browser=_browser(), path=requested_path())
    if found is None:
        return redirect(page_address(without=PARAMETER), 303)
    answer = Response(zlib.decompress(found.page), found.status, mimetype="text/html")
    answer.headers.extend(found.headers)
    return answer


def _browser() -> str:
    return form_session.digest("error pages", form_session.browser(), actor_if_known().person_id or "")


def init(app: Flask) -> None:
    """Redirect when everything else about an answer has been done: call before whatever changes answers."""
    app.before_request(_show_page)
    app.after_request(_lead_to_page)

"""Preferences of task lists: height of rows, what follows a finished step, shortcut keys.

Kept in a cookie of the browser; nothing about the person is in it. Keys of one letter can be turned off
(WCAG 2.2, 2.1.4).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import redirect, request
from flask.typing import ResponseReturnValue

from web import access, cookies, flashes
from web.blueprints import inbox as blueprint
from web.i18n import t
from web.inbox.place_in_list import list_address
from web.without_api import Reason, without_api

COOKIE: Final = "list_view"
COMFORTABLE, STAY, NO_KEYS = "comfortable", "stay", "no_keys"


@dataclass(frozen=True)
class ListView:
    """Settings of a list that somebody has chosen; compact rows, the next step and keys by default."""

    is_compact: bool = True
    goes_on: bool = True
    has_keys: bool = True

    @classmethod
    def of_browser(cls) -> ListView:
        chosen = (cookies.read(COOKIE) or "").split(".")
        return cls(COMFORTABLE not in chosen, STAY not in chosen, NO_KEYS not in chosen)

    def __str__(self) -> str:
        chosen = {COMFORTABLE: not self.is_compact, STAY: not self.goes_on, NO_KEYS: not self.has_keys}
        return ".".join(name for name, is_chosen in chosen.items() if is_chosen)


@blueprint.post("/view")
@access.staff
@without_api(Reason.FORM)
def set_view() -> ResponseReturnValue:
    sent = request.form
    view = ListView(sent.get("rows") != COMFORTABLE, sent.get("finished") != STAY, "keys" in sent)
    flashes.done(t("workplace.view.saved"))
    answer = redirect(list_address(task=request.args.get("task")), 303)
    cookies.put(answer, COOKIE, str(view), max_age=cookies.A_YEAR)
    return answer
